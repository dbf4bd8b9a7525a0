import { type HostTurn, KhabarError } from '@khabar/article';

/** A host that this process may ask. Times are monotonic milliseconds. */
export interface Held {
  readonly since: number;
  readonly stop: AbortController;
  /** A turn of it is under way. */
  busy: boolean;
  wanted: boolean;
  usedAt: number;
  /** End of the last request, monotonic; minus infinity when none is known. */
  endedAt: number;
  asked: boolean;
  restUntil: number;
}

/** Somebody of this process waits for a host. */
export interface Want {
  readonly granted: (turn: HostTurn) => void;
  readonly failed: (cause: unknown) => void;
  isNew: boolean;
}

/** What is to be told of a host when it is given back. */
export interface GivenBack {
  readonly endedAt: number | null;
  readonly restUntil: number;
}

export function closedError(host: string): KhabarError {
  return new KhabarError('CANCELLED', `turn of ${host}: given up, this process stops`, { retry: 'later' });
}

export function unavailableError(host: string, cause: unknown): KhabarError {
  return new KhabarError(
    'STORE_UNAVAILABLE',
    `turn of ${host}: the record did not answer (${cause instanceof Error ? cause.message : String(cause)})`,
    { retry: 'later', cause },
  );
}

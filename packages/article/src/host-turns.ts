/** The right to make one request to a host, over all processes that ask it. */
export interface HostTurn {
  /** Milliseconds since the last request of anybody to the host ended, at least; infinite when none is remembered. */
  readonly quietMs: number;
  /** For how many more milliseconds the host asked to be left alone (Retry-After); 0 when it did not. */
  readonly restMs: number;
  /** Aborts when the right was lost (the record did not answer in time, another process has it): a request under way must end. */
  readonly lost: AbortSignal;
  /** Whether it is lost by now; to be asked before a request, after any wait. */
  isLost(): boolean;
  /** Ends the turn. `asked`: a request was made; `restMs`: how long the host asked to be left alone. Harmless twice. */
  end(result: { readonly asked: boolean; readonly restMs: number }): void;
}

/** Who may ask which host, where more than one process does: one at a time a host name, none of them for ever. */
export interface HostTurns {
  /**
   * Waits until this process may ask the host; the caller takes one turn of a host at a time and leaves the delay between requests
   * itself. Rejects when `signal` aborts, and with KhabarError STORE_UNAVAILABLE when the place where turns are kept does not answer.
   */
  take(host: string, signal?: AbortSignal): Promise<HostTurn>;
  /** Gives every host back. */
  close(): Promise<void>;
}

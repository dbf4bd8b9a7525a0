// What the main thread and the store's thread say to each other.

export interface EngineData {
  /** The folder of the cluster, or null for one in memory. */
  readonly folder: string | null;
  /** A cluster to load into memory, as made by `dumpDataDir`; saves the seconds of initdb. */
  readonly image: Uint8Array | null;
  /** One Int32: bytes of output that the main thread has not passed on yet. */
  readonly unsent: SharedArrayBuffer;
}

export type ToEngine =
  | { readonly kind: 'run'; readonly input: Uint8Array }
  | { readonly kind: 'image' }
  | { readonly kind: 'close' };

export type FromEngine =
  | { readonly kind: 'ready'; readonly serverVersion: string }
  | { readonly kind: 'output'; readonly bytes: Uint8Array }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'image'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed' };

/** The thread waits while this much output lies unsent, so that a result that nobody reads does not fill the memory. */
export const MAX_UNSENT_BYTES = 8 << 20;

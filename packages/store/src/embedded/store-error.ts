import { KhabarError } from '@khabar/article';

const GONE = new Set([
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '25P03',
  '08006',
  '08P01',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
]);

/** The KhabarError for an error that `pg` threw because of the store's condition; null for any other error. */
export function storeError(error: unknown): KhabarError | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (code === '53100')
    return new KhabarError('STORE_DISK_FULL', error.message, { retry: 'later', cause: error });
  const ended = error.message.startsWith('Connection terminated');
  if (!GONE.has(code) && !ended) return null;
  return new KhabarError('STORE_UNAVAILABLE', error.message, { retry: 'later', cause: error });
}

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { KhabarError } from '@khabar/article';

const PREFIX = 'sealed:1:';
const KEY_FILE = 'secret.key';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Secrets of the record (tokens, keys of webhooks), readable only with a key that is not in it. */
export interface Secrets {
  /** AES-256-GCM; `purpose` must be the same when it is opened. */
  seal(text: string, purpose: string): string;
  /** Throws KhabarError CONFIG_INVALID where it was sealed with another key or for another purpose. What was never sealed comes back as it is. */
  open(sealed: string, purpose: string): string;
}

/** With a passphrase or random text of at least 16 letters; the key is its SHA-256, so it must be as random as a key. */
export function secretsWith(keyText: string): Secrets {
  const key = createHash('sha256').update(`khabar secrets\n${keyText}`).digest();
  return {
    seal(text, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${PREFIX}${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, purpose) {
      // Written by a Khabar before secrets were sealed.
      if (!sealed.startsWith(PREFIX)) return sealed;
      try {
        const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(purpose))
          .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([
          decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
          decipher.final(),
        ]).toString('utf8');
      } catch (cause) {
        throw new KhabarError(
          'CONFIG_INVALID',
          `secret of ${purpose}: it was sealed with another key (KHABAR_SECRET_KEY or ${KEY_FILE} of the data folder); enter it again`,
          { cause },
        );
      }
    },
  };
}

/** With the key of the settings, or one in `secret.key` of the data folder, made on the first use (readable by its owner only). */
export async function openSecrets(dataFolder: string, keyText?: string): Promise<Secrets> {
  if (keyText !== undefined) return secretsWith(keyText);
  const path = join(dataFolder, KEY_FILE);
  await mkdir(dataFolder, { recursive: true });
  try {
    // "wx": of two processes that start at once, one writes and both read the same.
    await writeFile(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return secretsWith((await readFile(path, 'utf8')).trim());
}

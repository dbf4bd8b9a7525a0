// Messages of PostgreSQL's frontend/backend protocol 3.0 (PostgreSQL documentation, chapter "Frontend/Backend Protocol").

/** One message of a client: its type letter, and all its bytes, type and length included. */
export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Text ends with a NUL on the wire. */
const cString = (text: string): Buffer => Buffer.from(`${text}\0`);

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

/** Puts type and length before the parts. */
export function message(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(length), ...parts]);
}

export const SYNC: Buffer = message('S');

/** Cannot be parsed, so the implicit transaction that it comes in fails. */
export const SPOIL: Buffer = message('P', Buffer.from('\0abandoned\0\0\0'));

export const query = (sql: string): Buffer => message('Q', cString(sql));

export const executePortal = (portal: string, maxRows: number): Buffer =>
  message('E', cString(portal), int32(maxRows));

export const closeStatement = (name: string): Buffer => message('C', Buffer.from('S'), cString(name));

export const CLOSE_COMPLETE: Buffer = message('3');

export const PORTAL_SUSPENDED: Buffer = message('s');

/** What a session is doing, as ReadyForQuery says it: idle, in a transaction, in a failed transaction. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** The status that a ReadyForQuery carries. */
export function statusOf(ready: Frame): TransactionStatus {
  const status = String.fromCharCode(ready.bytes[5] ?? 0x49);
  return status === 'T' || status === 'E' ? status : 'I';
}

export const readyForQuery = (status: TransactionStatus): Buffer => message('Z', Buffer.from(status));

export interface WireError {
  readonly severity: 'ERROR' | 'FATAL';
  /** SQLSTATE, see PostgreSQL's appendix A. */
  readonly code: string;
  readonly message: string;
}

export function errorResponse(error: WireError): Buffer {
  const fields = [
    `S${error.severity}`,
    `V${error.severity}`,
    `C${error.code}`,
    `M${error.message.replaceAll('\0', '')}`,
  ];
  return message('E', ...fields.map(cString), Buffer.from([0]));
}

/** Reads the fields of an ErrorResponse, by their one-letter names. */
export function errorFields(bytes: Buffer): ReadonlyMap<string, string> {
  const fields = bytes.toString('utf8', 5).split('\0');
  return new Map(fields.filter((field) => field !== '').map((field) => [field.charAt(0), field.slice(1)]));
}

export const parameterStatus = (name: string, value: string): Buffer =>
  message('S', cString(name), cString(value));

/** The answer to a start-up message: no password, the parameters, a key, ready. */
export function greeting(parameters: Readonly<Record<string, string>>, connection: number): Buffer {
  return Buffer.concat([
    message('R', int32(0)),
    ...Object.entries(parameters).map(([name, value]) => parameterStatus(name, value)),
    message('K', int32(connection), int32(0)),
    readyForQuery('I'),
  ]);
}

/** Says that only protocol 3.0 is spoken, to a client that asked for a later minor version. */
export const negotiateProtocolVersion = (): Buffer => message('v', int32(196608), int32(0));

/** Reads the text up to the next NUL; `next` is the position behind it. */
export function readCString(bytes: Buffer, at: number): { text: string; next: number } {
  const end = bytes.indexOf(0, at);
  const stop = end < 0 ? bytes.length : end;
  return { text: bytes.toString('utf8', at, stop), next: stop + 1 };
}

/** The name and value pairs of a start-up message (bytes from the length on). */
export function startupParameters(bytes: Buffer): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  let at = 8;
  while (at < bytes.length && bytes[at] !== 0) {
    const name = readCString(bytes, at);
    const value = readCString(bytes, name.next);
    parameters.set(name.text, value.text);
    at = value.next;
  }
  return parameters;
}

/** The first row's columns of simple query output, as text; for the few queries the server itself asks. */
export function rowsOf(output: readonly Frame[]): readonly (readonly (string | null)[])[] {
  return output.filter((frame) => frame.type === 'D').map((frame) => columnsOf(frame.bytes));
}

function columnsOf(bytes: Buffer): (string | null)[] {
  const columns: (string | null)[] = [];
  let at = 7;
  for (let left = bytes.readInt16BE(5); left > 0; left--) {
    const length = bytes.readInt32BE(at);
    columns.push(length < 0 ? null : bytes.toString('utf8', at + 4, at + 4 + length));
    at += 4 + Math.max(length, 0);
  }
  return columns;
}

import type { Problem } from '@khabar/api/schemas';

export type ApiParameters = Readonly<Record<string, string | number | undefined>>;

/** What the API said when it refused; `requestId` is what to name when asking for help. */
export class ApiError extends Error {
  readonly status: number;
  readonly requestId: string | null;

  constructor(status: number, detail: string, requestId: string | null) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.requestId = requestId;
  }
}

/** Address of an API resource with its parameters; undefined and empty ones are left out. */
function apiAddress(path: string, parameters: ApiParameters = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const query = search.toString();
  return `/api/v1${path}${query === '' ? '' : `?${query}`}`;
}

async function readProblem(response: Response): Promise<ApiError> {
  const header = response.headers.get('x-request-id');
  try {
    const problem: Partial<Problem> = await response.json();
    return new ApiError(
      response.status,
      problem.detail ?? problem.title ?? response.statusText,
      problem.requestId ?? header,
    );
  } catch {
    return new ApiError(response.status, response.statusText, header);
  }
}

/** GET; the answer is trusted to have the shape of the API's schema, which the API's own tests hold it to. Throws ApiError. */
export async function getJson<T>(path: string, parameters?: ApiParameters, signal?: AbortSignal): Promise<T> {
  const response = await fetch(apiAddress(path, parameters), {
    headers: { accept: 'application/json' },
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await readProblem(response);
  return response.json();
}

/** POST, PUT, PATCH or DELETE with a JSON body. Throws ApiError. */
export async function sendJson<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(apiAddress(path), {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await readProblem(response);
  // 204 has no body; callers of such routes ask for `undefined`.
  const text = await response.text();
  return JSON.parse(text === '' ? 'null' : text);
}

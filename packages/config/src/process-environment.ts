/** The one place that reads the environment. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

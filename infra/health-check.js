// Whether a part of Khabar answers on this machine: node infra/health-check.js PORT. The images have no curl.
const port = process.argv[2] ?? '4601';
fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(4000) })
  .then((answer) => process.exit(answer.ok ? 0 : 1))
  .catch(() => process.exit(1));

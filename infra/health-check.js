// Whether a part of Khabar answers on this machine: node infra/health-check.js PORT... The first port that answers decides, since the
// one-process form has no probe port. The images have no curl.
const ANSWERS_MS = 4000;

for (const port of process.argv.slice(2)) {
  const signal = AbortSignal.timeout(ANSWERS_MS);
  const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal }).catch(() => null);
  if (answer !== null) process.exit(answer.ok ? 0 : 1);
}
process.exit(1);

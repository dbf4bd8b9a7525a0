import { readFileSync } from 'node:fs';

// Prints "passed failed skipped" of a vitest JSON report; a file that could not be run counts as one failure.
const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const count = (...states) =>
  report.testResults.reduce(
    (sum, file) => sum + file.assertionResults.filter((one) => states.includes(one.status)).length,
    0,
  );
const broken = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
).length;
if (report.testResults.length === 0) process.exit(1);
process.stdout.write(
  `${count('passed')} ${count('failed') + broken} ${count('skipped', 'pending', 'todo', 'disabled')}\n`,
);

#!/usr/bin/env node
// Plain JavaScript on purpose: the `node` on the PATH may be older than the one Khabar runs on, which npm installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function installedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (let folder = here; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', 'node', 'bin', name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return null;
  }
}

const node = installedNode();
if (node === null) {
  process.stderr.write(
    `khabar: Node.js is not installed beside it (looked for node_modules/node/bin/node from ${here} upwards); run npm ci\n`,
  );
  process.exit(1);
}

const settings = existsSync('.env') ? ['--env-file=.env'] : [];
// Lines are run beside another program, often many at a time: a small young generation, and buffers that go back to
// the system as soon as they are free (glibc), keep nearly half of the memory.
const isLines = process.argv[2] === 'lines';
const heap = isLines ? ['--max-semi-space-size=2'] : [];
const memory = isLines
  ? { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '65536' }
  : {};
const child = spawn(
  node,
  [...settings, ...heap, join(here, '..', 'src', 'khabar.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    // Handed on, not read: what is in it is for packages/config.
    // oxlint-disable-next-line no-process-env
    env: { ...memory, ...process.env },
  },
);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Ctrl-C reaches the whole foreground group; passed on, it would arrive twice, and twice means "at once".
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  });
}
child.on('error', (error) => {
  process.stderr.write(`khabar: ${node} cannot be started: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
  process.kill(process.pid, signal);
});

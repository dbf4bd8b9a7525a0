import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/khabar.js', import.meta.url));

test('the launcher passes on arguments, stdin, stdout and the exit code, and ends with its input', async () => {
  const child = spawn(process.execPath, [BIN, 'lines', 'robots'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => answers.push(chunk.toString()));
  child.stdin.write(
    '{"id":1,"robots":"User-agent: *\\nDisallow: /a","agent":"Khabar","url":"https://kubha.example/a"}\n',
  );
  await once(child.stdout, 'data');
  expect(answers.join('')).toBe('{"id":1,"allowed":false}\n');
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the launcher passes on a signal and ends by it', async () => {
  const child = spawn(process.execPath, [BIN, 'lines', 'robots'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write('{"id":1}\n');
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
});

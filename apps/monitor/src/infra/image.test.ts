import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { fileText, REPOSITORY, yamlDocuments, yamlOf } from './infra-files.ts';

const dockerfile = fileText('Dockerfile');
const Root = z.object({ version: z.string(), dependencies: z.object({ node: z.string() }) });
const root = Root.parse(JSON.parse(fileText('/package.json')));

test('the image has the Node of the repository, in both stages, and its version is ours', () => {
  const bases = Array.from(dockerfile.matchAll(/^FROM (\S+)/gm), ([, image]) => image);
  expect(bases).toEqual(Array.from({ length: 2 }, () => `node:${root.dependencies.node}-bookworm-slim`));
  expect(dockerfile).toContain(`khabar:${root.version}`);
  const named = ['compose.yaml', 'compose.embedded.yaml'].flatMap((file) =>
    Array.from(fileText(file).matchAll(/image: khabar:(\S+)/g), ([, version]) => version),
  );
  expect(new Set(named)).toEqual(new Set([root.version]));
  expect(yamlOf(fileText('kubernetes/kustomization.yaml'))).toMatchObject({
    images: [{ name: 'khabar', newTag: root.version }],
  });
});

test('it runs as somebody else than root, given by number', () => {
  expect(dockerfile.match(/^USER (.+)$/m)?.[1]).toBe('1000:1000');
});

test('every program that an image is told to run is there', () => {
  const Command = z.array(z.string());
  const programs = [
    ...Array.from(
      dockerfile.matchAll(/^CMD (\[.*\])$/gm),
      ([, list = '']) => Command.parse(JSON.parse(list))[0],
    ),
    ...[
      'compose.yaml',
      'compose.embedded.yaml',
      'kubernetes/fetcher.yaml',
      'kubernetes/worker.yaml',
      'kubernetes/dashboard.yaml',
    ].flatMap((file) => Array.from(fileText(file).matchAll(/apps\/\w+\/src\/\w+\.ts/g), ([path]) => path)),
    'infra/health-check.js',
  ];
  expect(programs).toHaveLength(9);
  expect(programs.filter((path) => !existsSync(join(REPOSITORY, path ?? '')))).toEqual([]);
});

test('the ports agree: what is exposed, probed, scraped and checked', () => {
  expect(dockerfile).toMatch(/^EXPOSE 4600 4601$/m);
  expect(dockerfile).toMatch(/KHABAR_PROBE_PORT=4601/);
  expect(dockerfile).toContain('"infra/health-check.js", "4601", "4600"');
  expect(fileText('compose.yaml')).toMatch(/KHABAR_PROBE_PORT: ['"]4601['"]/);
  expect(fileText('kubernetes/kustomization.yaml')).toContain('KHABAR_PROBE_PORT=4601');
  expect(fileText('prometheus/scrape.yaml')).toContain(
    "targets: ['dashboard:4601', 'fetcher:4601', 'worker:4601']",
  );
  yamlDocuments(fileText('prometheus/scrape.yaml'));
});

test('nothing that the programs read is kept out of the image', () => {
  const ignored = fileText('Dockerfile.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(ignored).toContain('**/node_modules');
  const folders = ignored
    .filter((line) => /^packages\/\*\/(\w+)$/.test(line))
    .map((line) => line.split('/')[2] ?? '');
  expect(folders.toSorted()).toEqual(['fixtures', 'gold']);
  // Tests and benches alone open these two folders.
  const readers = [
    'packages/sources/src/index.ts',
    'packages/tag/src/index.ts',
    'packages/extract/src/index.ts',
  ];
  expect(
    readers.filter((path) => /fixtures|gold/.test(readFileSync(join(REPOSITORY, path), 'utf8'))),
  ).toEqual([]);
});

test('the check of an image asks the ports in turn: the first that answers decides', async () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/health' ? status : 404).end();
  });
  let status = 200;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const check = async (...ports: number[]): Promise<number | null> => {
    const child = spawn(process.execPath, [join(REPOSITORY, 'infra/health-check.js'), ...ports.map(String)]);
    await once(child, 'exit');
    return child.exitCode;
  };
  expect(await check(1, port)).toBe(0);
  expect(await check(1)).toBe(1);
  status = 503;
  expect(await check(port)).toBe(1);
  server.close();
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EncoderStatus, Tags } from '@khabar/article';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runCommand } from '../testing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-tag-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test('a text is shown with its marks, its tables, and why each stance; no record is made', async () => {
  const path = await file(
    'note.txt',
    'Germany does not recognise the Taliban. “It is too early to talk about recognition,” Zamir Kabulov told reporters in Moscow.',
  );
  const { code, out } = await runCommand(['tag', path], {
    environment: { KHABAR_DATA: join(folder, 'none') },
  });
  expect(code).toBe(0);
  expect(out).toContain('[Germany|\u2068country:germany\u2069]');
  expect(out).toMatch(/\{q1: .*too early to talk about recognition/u);
  expect(out).toContain(
    '1. Germany (country:germany) -> recognition of the Taliban (topic:taliban-recognition): against',
  );
  expect(out).toMatch(/because of \u2068.*recognise.*negated/u);
  expect(out).toContain('said by Zamir Kabulov (person:zamir-kabulov), q1');
  expect(out).toMatch(/method rules-\d+, version tag-/u);
  await expect(rm(join(folder, 'none'), { recursive: true })).rejects.toThrow('ENOENT');
});

test('a right-to-left text is isolated line by line, and so are the names inside it', async () => {
  const { out } = await runCommand(['tag', '-', '--language', 'fa'], {
    stdin: 'چین حکومت طالبان را به رسمیت نمی‌شناسد.\nکابل پاسخی نداد.',
  });
  const [first = '', second = ''] = out.split('\n');
  expect([first.at(0), first.at(-1), second.at(0), second.at(-1)]).toEqual([
    '\u2067',
    '\u2069',
    '\u2067',
    '\u2069',
  ]);
  expect(first).toContain('[چین|\u2068country:china\u2069]');
});

test('the same as JSON, with colours nowhere', async () => {
  const path = await file(
    'page.html',
    `<html lang="en"><body><article><h1>Opinion: China and the Taliban</h1><p>I believe that China should not recognise the Taliban. In my view it is too early, and we must not pretend otherwise while schools are shut.</p><p>Let us be honest about what such a step would mean for the region: ${'those who trade across the mountains would gain little, and those who were sent home from school would lose more. '.repeat(4)}</p></article></body></html>`,
  );
  const { code, out } = await runCommand(['tag', path, '--json']);
  expect(code).toBe(0);
  const said: unknown = JSON.parse(out);
  expect(Tags.parse(said).genre?.kind).toBe('opinion');
  expect(said).toMatchObject({ language: 'en', title: 'Opinion: China and the Taliban' });
});

test('colours where they are forced', async () => {
  const { out } = await runCommand(['tag', '-'], {
    stdin: 'China praised the Taliban.',
    environment: { FORCE_COLOR: '1' },
  });
  expect(out).toContain('\u001b[36m');
});

test('what cannot be read is said with exit code 2', async () => {
  const missing = await runCommand(['tag', join(folder, 'absent.txt')]);
  expect([missing.code, missing.out]).toEqual([2, '']);
  expect(missing.err).toContain('absent.txt');
  expect((await runCommand(['tag', '-'], { stdin: '' })).code).toBe(2);
  expect((await runCommand(['tag', await file('empty.html', '<html><body></body></html>')])).code).toBe(2);
  expect((await runCommand(['tag', folder])).err).toMatch(/name one/u);
  const unknown = await runCommand(['tag', '-'], {
    stdin: 'Text.',
    environment: { KHABAR_SUBJECTS: 'cricket' },
  });
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('there is no "cricket"');
});

test('subjects are listed with whether they are watched', async () => {
  const { out } = await runCommand(['subjects'], { environment: { KHABAR_SUBJECTS: 'none' } });
  expect(out.split('\n').filter((line) => / no /u.test(line)).length).toBeGreaterThanOrEqual(2);
  const { out: json } = await runCommand(['subjects', '--json']);
  expect(JSON.parse(json)).toMatchObject({ items: [{ watched: true }, { watched: true }] });
});

test('the rules alone where the encoder is turned off, and it says so', async () => {
  const path = await file('off.txt', 'The spokesman Pavel Orlov thanked the Taliban in Kabul.');
  const { out } = await runCommand(['tag', path], { environment: { KHABAR_ENCODER: 'off' } });
  expect(out).toContain('encoder    off (KHABAR_ENCODER): the rules alone');
  expect(out).toMatch(/Pavel Orlov\u2069 +PER +rule/u);
  expect(out).not.toContain('heads-');
});

test('what the encoder adds is marked as its own, and JSON says which one it was', async () => {
  const path = await file(
    'on.txt',
    'Beijing would be glad to see the Taliban seated at regional conferences. On Monday Gregory Holloway flew to Kabul.',
  );
  const { out } = await runCommand(['tag', path, '--json'], {
    environment: { KHABAR_ENCODER_SENTENCES: '4' },
  });
  const said = Tags.extend({ encoder: EncoderStatus }).parse(JSON.parse(out));
  const isOn = said.encoder.state === 'on';
  expect(said.vector).toBeUndefined();
  expect(said.stances.filter(({ method }) => method.startsWith('heads-'))).toHaveLength(isOn ? 1 : 0);
  expect(said.version.endsWith('/sentences-4')).toBe(isOn);
  expect(said.proposedNames?.some(({ surface }) => surface === 'Gregory Holloway')).toBe(isOn);
});

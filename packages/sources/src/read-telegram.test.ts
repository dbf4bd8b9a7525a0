import { describe, expect, test } from 'vitest';

import { discover } from './discover.ts';
import { exploreSite, outletId } from './find-channels.ts';
import { readTelegram, telegramChannel } from './read-telegram.ts';
import { fakeWeb, telegramPost } from './test-web.ts';

const page = (
  posts: readonly string[],
  older?: string,
): string => `<!DOCTYPE html><html><head><title>Kubha – Telegram</title></head><body>
<div class="tgme_channel_info"><div class="tgme_channel_info_header_title"><span dir="auto">کوبها نیوز</span></div>
<div class="tgme_channel_info_description">News of the river.<br/>kubha.example</div></div>
<section class="tgme_channel_history js-message_history">
${older === undefined ? '' : `<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="${older}" class="tme_messages_more js-messages_more" data-before="101"></a></div>`}
${posts.join('\n')}</section></body></html>`;

const POST = telegramPost({
  number: 123,
  at: '2025-07-03T19:40:00+00:00',
  text: 'لاوروف: روسیه با طالبان گفتگو می‌کند.<br/><br/>متن کامل: <a href="https://kubha.example/fa/123" target="_blank">kubha.example/fa/123</a> <b>مهم</b><script>alert(1)</script>',
  views: '1.2K',
  forwarded: { name: 'وزارت خارجه', url: 'https://t.me/mfa_example/77' },
  photo: 'https://cdn.example/file/a.jpg',
});

describe('readTelegram', () => {
  test('a post has its text, date, views, source, links and pictures', () => {
    const found = readTelegram(page([POST]), 'https://t.me/s/kubha_example');
    expect(found).toMatchObject({
      kind: 'channel',
      name: 'کوبها نیوز',
      about: 'News of the river.\nkubha.example',
      older: undefined,
      posts: [
        {
          url: 'https://t.me/kubha_example/123',
          published: '2025-07-03T19:40:00Z',
          views: 1200,
          edited: false,
          forwardedFrom: { name: 'وزارت خارجه', url: 'https://t.me/mfa_example/77' },
          links: ['https://kubha.example/fa/123'],
          images: ['https://cdn.example/file/a.jpg'],
        },
      ],
    });
    const html = found.kind === 'channel' ? (found.posts[0]?.html ?? '') : '';
    expect(html).toContain('<br');
    expect(html).not.toContain('script');
  });

  test('the post that another answers is not taken for its text', () => {
    const reply =
      '<a class="tgme_widget_message_reply" href="https://t.me/kubha_example/9"><div class="tgme_widget_message_text js-message_text js-message_reply_text">Older words</div></a>';
    const found = readTelegram(
      page([telegramPost({ number: 11, at: '2025-07-03T10:00:00+00:00', text: 'New words', before: reply })]),
      'https://t.me/s/kubha_example',
    );
    expect(found.kind === 'channel' && found.posts[0]?.html).toBe('New words');
  });

  test('notices of the channel are no posts, a channel without a preview is refused', () => {
    const notice =
      '<div class="tgme_widget_message service_message js-widget_message" data-post="kubha_example/1">Channel created</div>';
    expect(readTelegram(page([notice]), 'https://t.me/s/kubha_example').kind).toBe('refused');
    expect(readTelegram('<html><body>If you have Telegram…</body></html>', 'https://t.me/kubha').kind).toBe(
      'refused',
    );
  });

  test.each([
    ['https://t.me/kubha_example', 'kubha_example'],
    ['https://t.me/s/kubha_example?before=20', 'kubha_example'],
    ['http://telegram.me/kubha_example/123', 'kubha_example'],
    ['https://kubha-example.t.me/', 'kubha_example'],
    ['https://t.me/joinchat/AAAA', undefined],
    ['https://t.me/+AbCdEf', undefined],
    ['https://kubha.example/t.me/kubha', undefined],
  ])('%s belongs to %s', (address, channel) => {
    expect(telegramChannel(address)).toBe(channel);
  });
});

describe('a Telegram channel as a source', () => {
  const now = () => new Date('2025-07-04T00:00:00Z');
  const web = fakeWeb({
    'https://t.me/s/kubha_example': page([POST], '/s/kubha_example?before=101'),
    'https://t.me/s/kubha_example?before=101': page([
      telegramPost({ number: 99, at: '2025-07-01T08:00:00+00:00', text: 'Older news of the valley' }),
      telegramPost({
        number: 100,
        at: '2025-07-03T08:00:00+00:00',
        text: '',
        photo: 'https://cdn.example/b.jpg',
      }),
    ]),
  });

  test('any of its addresses explores to its channel', async () => {
    const found = await exploreSite('t.me/kubha_example/123', web);
    expect(found).toMatchObject({
      kind: 'found',
      name: 'کوبها نیوز',
      homepage: 'https://t.me/kubha_example',
      channels: [{ kind: 'telegram', url: 'https://t.me/s/kubha_example' }],
    });
    expect(outletId('https://t.me/kubha_example')).toBe('t.me-kubha-example');
  });

  test('a visit reads older pages as far as two days back and leaves posts without words', async () => {
    const { leads, visits } = await discover(
      {
        id: 't.me-kubha-example',
        name: 'Kubha',
        country: null,
        language: 'fa-AF',
        kind: 'independent',
        homepage: 'https://t.me/kubha_example',
        channels: [{ kind: 'telegram', url: 'https://t.me/s/kubha_example' }],
        everyMinutes: 30,
      },
      { ...web, now, validators: () => undefined },
    );
    expect(leads.map(({ url, published }) => [url, published])).toEqual([
      ['https://t.me/kubha_example/123?embed=1&mode=tme', '2025-07-03T19:40:00Z'],
      ['https://t.me/kubha_example/99?embed=1&mode=tme', '2025-07-01T08:00:00Z'],
    ]);
    expect(leads[0]?.post).toMatchObject({ views: 1200, forwardedFrom: 'وزارت خارجه' });
    expect(visits[0]).toMatchObject({ outcome: 'ok', leads: 2, reason: '1 posts without words' });
  });
});

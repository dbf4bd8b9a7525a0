import { z } from 'zod';

import { wholeNumber, address, onOff, optionalText, text, type Option } from './option.ts';

/** Every option there is. `.env.example` is checked against this list. */
export const OPTIONS = {
  host: {
    name: 'HOST',
    schema: text('must be a host name or address'),
    fallback: '127.0.0.1',
    sentence:
      'Address the dashboard listens on. Beyond loopback it is refused until accounts exist, unless KHABAR_TRUST_NETWORK is on.',
  },
  port: {
    name: 'PORT',
    schema: wholeNumber(0, 65_535),
    fallback: '4600',
    sentence: 'Port of the dashboard; 0 takes a free one.',
  },
  publicUrl: {
    name: 'KHABAR_PUBLIC_URL',
    schema: address('http:', 'https:'),
    fallback: '',
    sentence:
      'Address at which people reach the dashboard, for links in messages; its host name is answered to when KHABAR_TRUST_NETWORK is on. Empty: HOST and PORT.',
  },
  trustNetwork: {
    name: 'KHABAR_TRUST_NETWORK',
    schema: onOff,
    fallback: 'off',
    sentence:
      'on: listen beyond loopback without accounts. Everything that reaches the address may then use Khabar: publish it on loopback only, or behind your own authentication.',
  },
  probePort: {
    name: 'KHABAR_PROBE_PORT',
    schema: wholeNumber(0, 65_535),
    fallback: '0',
    sentence:
      'Port on which fetcher, worker and dashboard each answer /health and /metrics, and nothing else; 0: none.',
  },
  probeHost: {
    name: 'KHABAR_PROBE_HOST',
    schema: text('must be a host name or address'),
    fallback: '127.0.0.1',
    sentence: 'Address that KHABAR_PROBE_PORT listens on; 0.0.0.0 in a container.',
  },
  dataFolder: {
    name: 'KHABAR_DATA',
    schema: text('must be a folder'),
    fallback: './khabar-data',
    sentence: 'Folder of the record, the queue, the index and the raw pages.',
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    schema: address('postgres:', 'postgresql:'),
    fallback: '',
    sentence: 'PostgreSQL that keeps the record; empty: embedded.',
    secret: true,
  },
  databasePool: {
    name: 'KHABAR_DATABASE_POOL',
    schema: wholeNumber(2, 100),
    fallback: '8',
    sentence:
      'Most connections of a process to the record in PostgreSQL; the queue needs others without REDIS_URL.',
  },
  redisUrl: {
    name: 'REDIS_URL',
    schema: address('redis:', 'rediss:'),
    fallback: '',
    sentence: 'Redis that keeps the queue; empty: the queue lives in PostgreSQL.',
    secret: true,
  },
  elasticsearchUrl: {
    name: 'ELASTICSEARCH_URL',
    schema: address('http:', 'https:'),
    fallback: '',
    sentence: 'Elasticsearch that keeps the index; empty: PostgreSQL full-text search.',
    secret: true,
  },
  sample: {
    name: 'KHABAR_SAMPLE',
    schema: onOff,
    fallback: 'on',
    sentence: 'Load the sample coverage on the first run.',
  },
  contact: {
    name: 'KHABAR_CONTACT',
    schema: optionalText,
    fallback: '',
    sentence: 'Address or page that outlets can write to; part of the user agent.',
  },
  userAgent: {
    name: 'KHABAR_USER_AGENT',
    schema: optionalText,
    fallback: '',
    sentence: 'Whole user agent; empty: "Khabar/VERSION (+CONTACT)".',
  },
  logLevel: {
    name: 'LOG_LEVEL',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be trace, debug, info, warn, error or silent',
    }),
    fallback: 'info',
    sentence: 'How much is logged.',
  },
  fetchHosts: {
    name: 'KHABAR_FETCH_HOSTS',
    schema: wholeNumber(1, 1000),
    fallback: '32',
    sentence: 'How many hosts are asked at the same time (one request at a time each).',
  },
  fetchDelayMs: {
    name: 'KHABAR_FETCH_DELAY_MS',
    schema: wholeNumber(0, 600_000),
    fallback: '1000',
    sentence: 'Least milliseconds between two requests to one host; robots.txt may ask for more.',
  },
  render: {
    name: 'KHABAR_RENDER',
    schema: onOff,
    fallback: 'off',
    sentence:
      'on: pages of outlets marked "render" are drawn by a Chromium of this machine before they are read; off: none.',
  },
  chromium: {
    name: 'KHABAR_CHROMIUM',
    schema: optionalText,
    fallback: '',
    sentence: 'Path of the Chromium that draws pages; empty: the first on the search path.',
  },
  analysisThreads: {
    name: 'KHABAR_ANALYSIS_THREADS',
    schema: wholeNumber(1, 64),
    fallback: '1',
    sentence: 'Threads that extract and tag.',
  },
  analysisTimeoutMs: {
    name: 'KHABAR_ANALYSIS_TIMEOUT_MS',
    schema: wholeNumber(100, 600_000),
    fallback: '20000',
    sentence: 'Milliseconds after which a page that is still being read is given up.',
  },
  encoder: {
    name: 'KHABAR_ENCODER',
    schema: z.enum(['on', 'off', 'auto'], { error: 'must be on, off or auto' }),
    fallback: 'auto',
    sentence:
      'Sentence encoder beside the rules (names that the registry lacks, stances that no rule sees, what is near to what): auto uses it where onnxruntime-node loads; on does not start without it.',
  },
  encoderSentences: {
    name: 'KHABAR_ENCODER_SENTENCES',
    schema: wholeNumber(1, 200),
    fallback: '10',
    sentence:
      'Sentences of an article that the encoder reads at most: title, lead, and those with a mention. Each costs about 8 ms of a core.',
  },
  backupKeep: {
    name: 'KHABAR_BACKUP_KEEP',
    schema: wholeNumber(0, 365),
    fallback: '7',
    sentence: 'Daily copies of the embedded record that are kept; 0: none are made.',
  },
  subjects: {
    name: 'KHABAR_SUBJECTS',
    schema: text('must be all, none, or a list of subjects'),
    fallback: 'all',
    sentence:
      'Subjects that are watched: all that ship, none, or a list with commas of their names (khabar subjects) and of folders of your own (anything with a /).',
  },
  llmUrl: {
    name: 'KHABAR_LLM_URL',
    schema: address('http:', 'https:'),
    fallback: '',
    sentence:
      'Language model of your own that answers like OpenAI (".../v1"): gist, translation and proposed stances on request; empty: none.',
  },
  llmModel: {
    name: 'KHABAR_LLM_MODEL',
    schema: optionalText,
    fallback: '',
    sentence: 'Name of the model at KHABAR_LLM_URL.',
  },
  llmKey: {
    name: 'KHABAR_LLM_KEY',
    schema: optionalText,
    fallback: '',
    sentence: 'Key for KHABAR_LLM_URL, where it wants one.',
    secret: true,
  },
  llmTokensPerDay: {
    name: 'KHABAR_LLM_TOKENS_PER_DAY',
    schema: wholeNumber(0, 1_000_000_000),
    fallback: '200000',
    sentence:
      'Tokens, in and out, after which the language model is not asked again until the next day (UTC).',
  },
  llmConcurrency: {
    name: 'KHABAR_LLM_CONCURRENCY',
    schema: wholeNumber(1, 64),
    fallback: '2',
    sentence: 'Requests to the language model at the same time.',
  },
  llmTimeoutMs: {
    name: 'KHABAR_LLM_TIMEOUT_MS',
    schema: wholeNumber(100, 600_000),
    fallback: '60000',
    sentence: 'Milliseconds after which an answer of the language model is no longer waited for.',
  },
  llmStances: {
    name: 'KHABAR_LLM_STANCES',
    schema: onOff,
    fallback: 'off',
    sentence:
      'on: the language model proposes stances for every new article, within its limits; off: only when asked.',
  },
  smtpUrl: {
    name: 'KHABAR_SMTP_URL',
    schema: address('smtp:', 'smtps:'),
    fallback: '',
    sentence:
      'Mail server that alerts are sent through, with name and password ("smtps://NAME:PASSWORD@HOST"); empty: no e-mail.',
    secret: true,
  },
  mailFrom: {
    name: 'KHABAR_MAIL_FROM',
    schema: z
      .string()
      .transform((value) => (value === '' ? undefined : value))
      .pipe(z.email('must be an e-mail address').optional()),
    fallback: '',
    sentence: 'Address that alerts by e-mail come from; needed with KHABAR_SMTP_URL.',
  },
  channelHosts: {
    name: 'KHABAR_CHANNEL_HOSTS',
    schema: optionalText,
    fallback: '',
    sentence:
      'Hosts of your own network that alerts may be sent to (ntfy, Matrix, Apprise, webhooks), as HOST or HOST:PORT with commas; every other private address is refused.',
  },
  secretKey: {
    name: 'KHABAR_SECRET_KEY',
    schema: z
      .string()
      .refine((value) => value === '' || value.length >= 16, 'must be random text of 16 letters or more')
      .transform((value) => (value === '' ? undefined : value)),
    fallback: '',
    sentence:
      'Random text that tokens and keys of channels are sealed with in the record, the same in every process; empty: secret.key in the data folder, made on the first start.',
    secret: true,
  },
  nodeEnv: {
    name: 'NODE_ENV',
    schema: optionalText,
    fallback: '',
    sentence: 'production refuses every test switch.',
  },
  testAllow: {
    name: 'KHABAR_TEST_ALLOW',
    schema: optionalText,
    fallback: '',
    sentence: 'Test switch: addresses that the guard lets through, "127.0.0.1:8080,...".',
  },
  testDns: {
    name: 'KHABAR_TEST_DNS',
    schema: optionalText,
    fallback: '',
    sentence: 'Test switch: JSON file or text of DNS answers.',
  },
  testRoute: {
    name: 'KHABAR_TEST_ROUTE',
    schema: optionalText,
    fallback: '',
    sentence: 'Test switch: where connections really go, "host=127.0.0.1:8080,...".',
  },
  testClock: {
    name: 'KHABAR_TEST_CLOCK',
    schema: optionalText,
    fallback: '',
    sentence: 'Test switch: file with milliseconds to add to the clock.',
  },
} as const satisfies Record<string, Option<unknown>>;

export type OptionKey = keyof typeof OPTIONS;

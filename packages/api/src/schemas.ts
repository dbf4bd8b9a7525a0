import { z } from '@hono/zod-openapi';
import {
  AlertDecision,
  AlertMute,
  AlertRuleTrouble,
  AlertSnooze,
  AlertTiming,
  ArticleGenre,
  Block,
  Correction,
  DateSource,
  EncoderStatus,
  EntityName,
  Mention,
  Outlet,
  OutletKind,
  Quote,
  RetagReport,
  RetagScope,
  RetagState,
  SourceState,
  SourceTrouble,
  Span,
  Stance,
  MailAddress,
  StanceLabel,
  TroubleValues,
} from '@khabar/article';

const Instant = z.string().openapi({ description: 'UTC, ISO 8601', example: '2025-07-03T16:40:00.000Z' });

/** RFC 9457 problem details. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    /** To be named when asking for help. */
    requestId: z.string(),
    errors: z.array(z.object({ parameter: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');
export type Problem = z.infer<typeof Problem>;

/** Answer of what only has to be done. */
export const Done = z.object({ done: z.literal(true) }).openapi('Done');
export type Done = z.infer<typeof Done>;

/** Something the query or an address was understood in spite of. */
export const Hint = z
  .object({
    code: z.string(),
    message: z.string(),
    start: z.number().int().optional(),
    end: z.number().int().optional(),
    /** The whole query text after the one-click repair. */
    repair: z.object({ label: z.string(), query: z.string() }).optional(),
    parameter: z.string().optional(),
  })
  .openapi('Hint');
export type Hint = z.infer<typeof Hint>;

/** One piece of "Understood as". */
export const Chip = z
  .object({
    kind: z.enum(['term', 'phrase', 'field', 'operator', 'open', 'close', 'not']),
    text: z.string(),
    /** The query that this chip alone stands for; absent on operators and brackets. */
    query: z.string().optional(),
  })
  .openapi('Chip');
export type Chip = z.infer<typeof Chip>;

/** The dates that were searched. */
export const Range = z
  .object({
    from: Instant.nullable(),
    to: Instant.nullable(),
    /** True where the default range held nothing and the range of the data was taken instead. */
    defaulted: z.boolean(),
    /** First and last date of all that is collected. */
    data: z.object({ first: Instant, last: Instant }).nullable(),
  })
  .openapi('Range');
export type Range = z.infer<typeof Range>;

export const EntityRef = z
  .object({ id: z.string(), type: z.string(), label: z.string() })
  .openapi('EntityRef', {
    description: 'label: in the language asked for by `ui`, else English, else the id',
  });
export type EntityRef = z.infer<typeof EntityRef>;

export const OutletRef = z
  .object({
    id: z.string(),
    name: z.string(),
    country: z.string().nullable(),
    language: z.string(),
    kind: OutletKind,
  })
  .openapi('OutletRef');
export type OutletRef = z.infer<typeof OutletRef>;

export const StanceView = Stance.extend({
  id: z.string(),
  holderRef: EntityRef,
  targetRef: EntityRef,
}).openapi('StanceView');
export type StanceView = z.infer<typeof StanceView>;

/** What a person said against the tagger. */
export const CorrectionView = Correction.extend({
  /** Name of the user. */
  byName: z.string(),
  /** `replaced`: a later one about the same thing counts. */
  state: z.enum(['counting', 'replaced', 'undone']),
  /** Of the ids that `subject` names. */
  refs: z.array(EntityRef),
  article: z.object({
    title: z.string(),
    language: z.string(),
    direction: z.enum(['ltr', 'rtl', 'auto']),
  }),
}).openapi('Correction');
export type CorrectionView = z.infer<typeof CorrectionView>;

/** GET /corrections */
export const CorrectionList = z
  .object({ total: z.number().int(), items: z.array(CorrectionView), cursor: z.string().nullable() })
  .openapi('CorrectionList');
export type CorrectionList = z.infer<typeof CorrectionList>;

/** A run in which articles are tagged again. */
export const RetagRunView = z
  .object({
    id: z.string(),
    state: RetagState,
    scope: RetagScope,
    /** Articles that newly match a rule are told of. */
    alerts: z.boolean(),
    /** Version of the tagger that the run worked with; null before it began. */
    version: z.string().nullable(),
    done: z.number().int(),
    /** null: not counted yet. */
    total: z.number().int().nullable(),
    /** Articles a second, and how long it will take yet; null where it does not run or has not moved. */
    perSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
    by: z.string(),
    at: Instant,
    beganAt: Instant,
    endedAt: Instant.nullable(),
    /** Why it does not go on, where it does not; it tries again. */
    trouble: z.string().nullable(),
    report: RetagReport,
    /** Of the entities that the report names. */
    refs: z.array(EntityRef),
    changes: z.object({
      written: z.number().int(),
      restored: z.number().int(),
      /** Articles that a rollback left, since others changed them after the run. */
      changedSince: z.number().int(),
      /** The first of these. */
      ids: z.array(z.string()),
    }),
    /** The rules are still those of the run, so that it can be applied. */
    isCurrent: z.boolean(),
  })
  .openapi('RetagRun');
export type RetagRunView = z.infer<typeof RetagRunView>;

/** GET /retag-runs: newest first, without examples */
export const RetagRunList = z.object({ items: z.array(RetagRunView) }).openapi('RetagRunList');
export type RetagRunList = z.infer<typeof RetagRunList>;

/** A piece of text with what matched in it; offsets are UTF-16 into `text`. */
export const Marked = z.object({ text: z.string(), marks: z.array(Span) }).openapi('Marked');
export type Marked = z.infer<typeof Marked>;

export const ArticleItem = z
  .object({
    id: z.string(),
    storyId: z.string(),
    url: z.string(),
    title: Marked,
    /** Best passage, whole sentences. */
    snippet: Marked,
    source: OutletRef,
    language: z.string(),
    direction: z.enum(['ltr', 'rtl', 'auto']),
    publishedAt: Instant.nullable(),
    publishedFrom: DateSource,
    firstSeenAt: Instant,
    /** Other articles of the same story that match. */
    copies: z.number().int(),
    wordCount: z.number().int(),
    /** Most mentioned first, at most 8. */
    entities: z.array(EntityRef.extend({ count: z.number().int() })),
    /** Strongest first, at most 4. */
    stances: z.array(StanceView),
    topics: z.array(EntityRef),
    sample: z.boolean(),
  })
  .openapi('ArticleItem');
export type ArticleItem = z.infer<typeof ArticleItem>;

/** What a clause alone finds; `allDates`: the whole query without dates. */
export const SearchClause = z
  .object({ query: z.string(), total: z.number().int(), allDates: z.boolean().optional() })
  .openapi('SearchClause');
export type SearchClause = z.infer<typeof SearchClause>;

/** GET /articles */
export const ArticleList = z
  .object({
    total: z.number().int(),
    totalArticles: z.number().int(),
    totalSources: z.number().int(),
    items: z.array(ArticleItem),
    cursor: z.string().nullable(),
    hints: z.array(Hint),
    understood: z.array(Chip),
    range: Range,
    tookMs: z.number(),
    /** Zero results only: what each clause alone would find. */
    clauses: z.array(SearchClause).optional(),
  })
  .openapi('ArticleList');
export type ArticleList = z.infer<typeof ArticleList>;

const AssistedBase = {
  articleId: z.string(),
  /** Of the answer; `und` for stances. */
  language: z.string(),
  model: z.string(),
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  madeBy: z.string(),
  madeAt: Instant,
  /** It cost nothing this time. */
  cached: z.boolean(),
};

/** POST /articles/{id}/assist. Proposed stances count nowhere until somebody takes them over. */
export const AssistAnswer = z
  .discriminatedUnion('task', [
    z.object({ ...AssistedBase, task: z.literal('gist'), answer: z.object({ gist: z.string() }) }),
    z.object({
      ...AssistedBase,
      task: z.literal('translation'),
      answer: z.object({ title: z.string(), text: z.string() }),
    }),
    z.object({
      ...AssistedBase,
      task: z.literal('stances'),
      /** `refused`: what was thrown away, in words. */
      answer: z.object({ stances: z.array(Stance), refused: z.array(z.string()) }),
    }),
  ])
  .openapi('AssistAnswer');
export type AssistAnswer = z.infer<typeof AssistAnswer>;

/** GET /assist */
export const AssistStatus = z
  .object({
    model: z.string().nullable(),
    tokensPerDay: z.number().int(),
    today: z.object({
      requests: z.number(),
      tokensIn: z.number(),
      tokensOut: z.number(),
      refused: z.number(),
    }),
  })
  .openapi('AssistStatus');
export type AssistStatus = z.infer<typeof AssistStatus>;

/** GET /subjects */
export const SubjectList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        topics: z.array(EntityRef),
        /** Who towards whom is looked at first. */
        pairs: z.array(z.object({ holder: EntityRef, target: EntityRef })),
        searches: z.array(z.object({ name: z.string(), query: z.string() })),
        /** Examples of the query language, by what they show. */
        examples: z.record(z.string(), z.string()),
      }),
    ),
  })
  .openapi('SubjectList');
export type SubjectList = z.infer<typeof SubjectList>;

const QuotePlace = z.object({
  articleId: z.string(),
  title: z.string(),
  source: OutletRef,
  at: z.string(),
});
const QuoteDifference = z.object({
  /** How the words differ from those that were seen first. */
  change: z.enum(['same', 'shortened', 'reworded', 'negation']),
  pieces: z.array(z.object({ in: z.enum(['both', 'first', 'other']), text: z.string() })),
});

export const RepeatedQuote = z.object({
  id: z.string(),
  speaker: EntityRef,
  text: z.string(),
  language: z.string(),
  direction: z.enum(['ltr', 'rtl', 'auto']),
  outlets: z.number().int(),
  articles: z.number().int(),
  /** Outlets that have other words or lost a "not"; a cut is no change. */
  changed: z.number().int(),
  first: QuotePlace,
  lastAt: z.string(),
});
export type RepeatedQuote = z.infer<typeof RepeatedQuote>;

/** GET /quotes */
export const RepeatedQuoteList = z.object({ items: z.array(RepeatedQuote) }).openapi('RepeatedQuoteList');

/** GET /quotes/{id} */
export const RepeatedQuoteView = RepeatedQuote.extend({
  places: z.array(QuotePlace.extend({ text: z.string() }).extend(QuoteDifference.shape)),
}).openapi('RepeatedQuoteView');
export type RepeatedQuoteView = z.infer<typeof RepeatedQuoteView>;

/** GET /articles/{id} */
/** An article of a story: how it came there, first seen first. */
const StoryReport = z.object({
  id: z.string(),
  title: z.string(),
  source: OutletRef,
  language: z.string(),
  direction: z.enum(['ltr', 'rtl', 'auto']),
  publishedAt: Instant.nullable(),
  firstSeenAt: Instant,
  /** `first`: the earliest of the story; `copy`: the text of an earlier one; `rewrite`: names an agency, in other words; `original`: neither. */
  role: z.enum(['first', 'original', 'rewrite', 'copy']),
  /** Of a copy: the earliest article with its text. */
  copyOf: z.string().nullable(),
  /** Agency that its text names at its head or foot, as written there. */
  credits: z.string().nullable(),
});
export const StoryView = z
  .object({
    /** The article that it was asked by. */
    id: z.string(),
    /** Counts over all articles of the story, those included that are not listed. */
    counts: z.object({
      articles: z.number().int(),
      texts: z.number().int(),
      originals: z.number().int(),
      /** Families of publishers; an outlet without one is its own. */
      families: z.number().int(),
      languages: z.number().int(),
    }),
    reports: z.array(StoryReport),
  })
  .openapi('StoryView');
export type StoryView = z.infer<typeof StoryView>;

export const ArticleView = z
  .object({
    id: z.string(),
    storyId: z.string(),
    url: z.string(),
    title: z.string(),
    authors: z.array(z.string()),
    source: OutletRef,
    language: z.string(),
    languageConfidence: z.number(),
    direction: z.enum(['ltr', 'rtl', 'auto']),
    publishedAt: Instant.nullable(),
    publishedFrom: DateSource,
    publishedConfidence: z.number(),
    firstSeenAt: Instant,
    updatedAt: Instant,
    revision: z.number().int(),
    revisions: z.array(
      z.object({
        revision: z.number().int(),
        seenAt: Instant,
        title: z.string(),
        added: z.array(z.string()),
        removed: z.array(z.string()),
        /** Kinds of what it changed, weightiest first; empty for the first version. */
        changes: z.array(z.enum(['typo', 'wording', 'numbers', 'quote', 'entities', 'stance'])),
      }),
    ),
    text: z.string(),
    blocks: z.array(Block),
    wordCount: z.number().int(),
    section: z.string().nullable(),
    tags: z.array(z.string()),
    datelinePlace: z.string().nullable(),
    paywalled: z.boolean(),
    sample: z.boolean(),
    mentions: z.array(Mention.extend({ ref: EntityRef })),
    quotes: z.array(
      Quote.extend({
        speakerRef: EntityRef.nullable(),
        /** How other outlets repeat it; null: none does. */
        repeated: z
          .object({ id: z.string(), outlets: z.number().int(), changed: z.number().int(), first: QuotePlace })
          .extend(QuoteDifference.shape)
          .nullable(),
      }),
    ),
    /** With the whole sentence in which the evidence stands. */
    stances: z.array(StanceView.extend({ sentence: Marked })),
    topics: z.array(EntityRef),
    relevance: z.record(z.string(), z.number()),
    /** Kind of the article, with how sure that is; null: not told yet. */
    genre: ArticleGenre.nullable(),
    /** What people said against the tagger and what counts, in the order in which it was said. */
    corrections: z.array(CorrectionView),
    /** Spans of `q` in the title and text. */
    marks: z.object({ title: z.array(Span), text: z.array(Span) }),
    /** The other articles of the story, first seen first. */
    copies: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        source: OutletRef,
        language: z.string(),
        publishedAt: Instant.nullable(),
        firstSeenAt: Instant,
        similarity: z.number(),
        /** Sentences that this one has and the copy has not, and the other way round. */
        removed: z.array(z.string()),
        added: z.array(z.string()),
      }),
    ),
    /** How it came here: `page` null for text that was handed in. */
    provenance: z.object({
      page: z
        .object({
          fetchedAt: Instant,
          status: z.number().int(),
          sha256: z.string(),
          bytes: z.number().int(),
          contentType: z.string().nullable(),
          foundIn: z.string().nullable(),
        })
        .nullable(),
      extraction: z.object({ method: z.string(), version: z.string(), confidence: z.number() }),
      tagging: z.object({ version: z.string(), at: Instant.nullable() }),
    }),
  })
  .openapi('ArticleView');
export type ArticleView = z.infer<typeof ArticleView>;

export const FacetValue = z
  .object({
    value: z.string(),
    label: z.string(),
    count: z.number().int(),
    /** The count is an estimate, within some percent, and may be a minute old. */
    approximate: z.literal(true).optional(),
    selected: z.enum(['include', 'exclude']).nullable(),
  })
  .openapi('FacetValue');
export type FacetValue = z.infer<typeof FacetValue>;

/** GET /facets?fields=language,source,country,entity,topic,stance,kind,dated */
export const Facets = z
  .object({ facets: z.record(z.string(), z.array(FacetValue)), hints: z.array(Hint) })
  .openapi('Facets');
export type Facets = z.infer<typeof Facets>;

/** GET /timeline */
export const Timeline = z
  .object({
    bucket: z.enum(['hour', 'day', 'week', 'month', 'year']),
    unit: z.enum(['stories', 'articles']),
    buckets: z.array(
      z.object({
        start: Instant,
        matching: z.number().int(),
        collected: z.number().int(),
        /** matching / collected; null where nothing was collected. */
        share: z.number().nullable(),
        /** Fewer than 20 collected. */
        fewData: z.boolean(),
        /** Matching, collected or both are estimates, within some percent, and may be a minute old. */
        approximate: z.literal(true).optional(),
        /** Title and id of the largest story of a peak. */
        peak: z.object({ articleId: z.string(), title: z.string(), language: z.string() }).optional(),
      }),
    ),
    range: Range,
    hints: z.array(Hint),
  })
  .openapi('Timeline');
export type Timeline = z.infer<typeof Timeline>;

/** GET /stances: statements, newest first */
export const Statement = StanceView.extend({
  /** The whole sentence in which the evidence stands, with the evidence marked. */
  sentence: Marked,
  articleId: z.string(),
  articleTitle: z.string(),
  language: z.string(),
  direction: z.enum(['ltr', 'rtl', 'auto']),
  source: OutletRef,
  publishedAt: Instant.nullable(),
  firstSeenAt: Instant,
  /** How often the same sentence stands elsewhere; 0 where every copy is listed (`dup=all`). */
  copies: z.number().int().optional(),
}).openapi('Statement');
export type Statement = z.infer<typeof Statement>;

export const StatementList = z
  .object({
    total: z.number().int(),
    items: z.array(Statement),
    cursor: z.string().nullable(),
    range: Range,
    hints: z.array(Hint),
  })
  .openapi('StatementList');
export type StatementList = z.infer<typeof StatementList>;

/** GET /stances/timeline?holder=&target=&bucket= */
export const StanceTimeline = z
  .object({
    bucket: z.enum(['hour', 'day', 'week', 'month', 'year']),
    holder: EntityRef.nullable(),
    target: EntityRef.nullable(),
    buckets: z.array(
      z.object({
        start: Instant,
        favor: z.number().int(),
        against: z.number().int(),
        neutral: z.number().int(),
        unclear: z.number().int(),
      }),
    ),
    range: Range,
    /** Always shown under a stance chart. */
    note: z.object({ statements: z.number().int(), withEvidence: z.number().int(), version: z.string() }),
  })
  .openapi('StanceTimeline');
export type StanceTimeline = z.infer<typeof StanceTimeline>;

/** GET /stances/matrix: holder x target */
export const StanceMatrix = z
  .object({
    cells: z.array(
      z.object({
        holder: EntityRef,
        target: EntityRef,
        favor: z.number().int(),
        against: z.number().int(),
        neutral: z.number().int(),
        unclear: z.number().int(),
        /** (favor - against) weighted by strength, -1 to 1. */
        mean: z.number(),
        few: z.boolean(),
      }),
    ),
    range: Range,
  })
  .openapi('StanceMatrix');
export type StanceMatrix = z.infer<typeof StanceMatrix>;

/** GET /stances/shifts: who changed, and when; derived from statements before and after. */
export const StanceShift = z
  .object({
    holder: EntityRef,
    target: EntityRef,
    /** The date that separates best. */
    at: Instant,
    before: z.object({ mean: z.number(), statements: z.number().int(), example: Statement }),
    after: z.object({ mean: z.number(), statements: z.number().int(), example: Statement }),
  })
  .openapi('StanceShift');
export type StanceShift = z.infer<typeof StanceShift>;
export const StanceShifts = z.object({ items: z.array(StanceShift), range: Range }).openapi('StanceShifts');
export type StanceShifts = z.infer<typeof StanceShifts>;

/** GET /entities?q=&type=&sort=mentions|trend|name&size=&cursor= */
export const EntityItem = EntityRef.extend({
  names: z.array(z.object({ language: z.string(), text: z.string() })),
  articles: z.number().int(),
  mentions: z.number().int(),
  /** Articles in the last third of the range over those of the third before it; null where too few. */
  trend: z.number().nullable(),
  role: z.string().nullable(),
}).openapi('EntityItem');
export type EntityItem = z.infer<typeof EntityItem>;
export const EntityList = z
  .object({
    total: z.number().int(),
    items: z.array(EntityItem),
    cursor: z.string().nullable(),
    range: Range,
  })
  .openapi('EntityList');
export type EntityList = z.infer<typeof EntityList>;

/** GET /entities/{id} with the search filters */
export const EntityView = z
  .object({
    entity: EntityRef.extend({
      /** `analyst`: not in the data files. */
      names: z.array(EntityName.extend({ origin: z.enum(['data', 'analyst']) })),
      /** Ids of entities that were merged into it. */
      former: z.array(z.string()),
      /** No longer looked for. */
      retired: z.boolean(),
      roles: z.array(
        z.object({
          title: z.string(),
          of: EntityRef.nullable(),
          from: z.string().nullable(),
          to: z.string().nullable(),
        }),
      ),
      wikidata: z.string().nullable(),
      actsFor: EntityRef.nullable(),
      partOf: EntityRef.nullable(),
      note: z.string().nullable(),
    }),
    articles: z.number().int(),
    mentions: z.number().int(),
    range: Range,
    coMentions: z.array(EntityRef.extend({ articles: z.number().int() })),
    languages: z.array(z.object({ language: z.string(), articles: z.number().int() })),
    /** Every active outlet, the silent ones too (`articles: 0`). */
    sources: z.array(
      OutletRef.extend({
        articles: z.number().int(),
        collected: z.number().int(),
        first: Instant.nullable(),
      }),
    ),
    asHolder: z.array(z.object({ target: EntityRef, favor: z.number().int(), against: z.number().int() })),
    asTarget: z.array(z.object({ holder: EntityRef, favor: z.number().int(), against: z.number().int() })),
    /** Spellings as found in texts. */
    spellings: z.array(z.object({ surface: z.string(), language: z.string(), count: z.number().int() })),
  })
  .openapi('EntityView');
export type EntityView = z.infer<typeof EntityView>;

/** GET /coverage?q=...: which outlets covered a search and which did not. */
export const Coverage = z
  .object({
    items: z.array(
      OutletRef.extend({
        matching: z.number().int(),
        collected: z.number().int(),
        first: z.object({ at: Instant, articleId: z.string(), title: z.string() }).nullable(),
      }),
    ),
    range: Range,
    hints: z.array(Hint),
  })
  .openapi('Coverage');
export type Coverage = z.infer<typeof Coverage>;

/** GET, POST /searches */
export const SavedSearch = z
  .object({
    id: z.string(),
    name: z.string(),
    query: z.string(),
    /** Other parameters of the address: lang, source, ... */
    params: z.record(z.string(), z.string()),
    createdAt: Instant,
    /** Articles first seen since the search was last looked at. */
    newSinceLook: z.number().int(),
    total: z.number().int(),
    ruleId: z.string().nullable(),
    feeds: z.object({ rss: z.string(), atom: z.string(), json: z.string() }),
  })
  .openapi('SavedSearch');
export type SavedSearch = z.infer<typeof SavedSearch>;
export const SavedSearchList = z
  .object({ total: z.number().int(), items: z.array(SavedSearch) })
  .openapi('SavedSearchList');
export type SavedSearchList = z.infer<typeof SavedSearchList>;
export const NewSearch = z
  .object({
    name: z.string().min(1).max(200),
    query: z.string().max(2000),
    params: z.record(z.string(), z.string()).default({}),
    alert: z.boolean().default(false),
    channels: z.array(z.string()).default([]),
  })
  .openapi('NewSearch');
export type NewSearch = z.input<typeof NewSearch>;

/** GET, POST /alert-rules; PATCH /alert-rules/{id} */
export const AlertRuleView = z
  .object({
    id: z.string(),
    searchId: z.string(),
    name: z.string(),
    query: z.string(),
    active: z.boolean(),
    channels: z.array(z.string()),
    createdAt: Instant,
    matches7d: z.number().int(),
    matchesTotal: z.number().int(),
    /** Per day, the last 14 days of data, oldest first. */
    perDay: z.array(z.number().int()),
    feeds: z.object({ rss: z.string(), atom: z.string(), json: z.string() }),
    /** Null: at once. */
    timing: AlertTiming.nullable(),
    snooze: AlertSnooze.nullable(),
    /** Names that it ignores; undone ones stay on record. */
    mutes: z.array(AlertMute),
    /** Why it can not do what it was made for; empty: it can. */
    troubles: z.array(AlertRuleTrouble),
  })
  .openapi('AlertRuleView');
export type AlertRuleView = z.infer<typeof AlertRuleView>;
export const AlertRuleList = z
  .object({ total: z.number().int(), items: z.array(AlertRuleView) })
  .openapi('AlertRuleList');
export type AlertRuleList = z.infer<typeof AlertRuleList>;

/** GET /alerts?rule=&cursor=: the ledger, newest first */
export const AlertItem = z
  .object({
    ruleId: z.string(),
    ruleName: z.string(),
    at: Instant,
    article: ArticleItem,
    /** The sentence that matched, with its marks. */
    matched: Marked,
    decision: AlertDecision,
    /** Id of the article by which its story was told. */
    duplicateOf: z.string().nullable(),
    /** When the message that it waits for is due. */
    dueAt: Instant.nullable(),
    /** Why: the clause, the words as they stand in the article, the entity that they name. */
    why: z.array(
      z.object({ clause: z.string().nullable(), words: z.string(), entity: z.string().nullable() }),
    ),
  })
  .openapi('AlertItem');
export type AlertItem = z.infer<typeof AlertItem>;
export const AlertList = z
  .object({ total: z.number().int(), items: z.array(AlertItem), cursor: z.string().nullable() })
  .openapi('AlertList');
export type AlertList = z.infer<typeof AlertList>;

/** POST /alert-rules/preview */
export const AlertPreview = z
  .object({
    last7d: z.number().int(),
    perDay: z.number(),
    total: z.number().int(),
    /** Matches in the 30 days before the newest article. */
    fired30d: z.number().int(),
    /** Stories among them: a story alerts once. */
    stories30d: z.number().int(),
    /** Over 50 a day. */
    isTooMany: z.boolean(),
    /** The newest stories, each by the article that would have fired. */
    stories: z.array(z.object({ article: ArticleItem, alsoIn: z.number().int() })),
    hints: z.array(Hint),
  })
  .openapi('AlertPreview');
export type AlertPreview = z.infer<typeof AlertPreview>;

const ChannelKind = z.enum(['feed', 'webhook', 'email', 'slack', 'telegram', 'matrix', 'ntfy', 'apprise']);
const WebAddress = z.url({ protocol: /^https?$/ }).max(2000);
/** GET, POST /channels; POST /channels/{id}/test */
export const ChannelView = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: ChannelKind,
    /** Where it goes, without what is secret. */
    url: z.string().nullable(),
    /** It holds a secret, which is never shown again. */
    sealed: z.boolean(),
    active: z.boolean(),
    lastStatus: z.string().nullable(),
    lastAt: Instant.nullable(),
  })
  .openapi('ChannelView');
export type ChannelView = z.infer<typeof ChannelView>;
export const ChannelList = z
  .object({ total: z.number().int(), items: z.array(ChannelView) })
  .openapi('ChannelList');
export type ChannelList = z.infer<typeof ChannelList>;
const ChannelName = z.string().min(1).max(200);
const ChannelSecret = z.string().min(1).max(2000);
export const NewChannel = z
  .discriminatedUnion('kind', [
    z.object({
      name: ChannelName,
      kind: z.literal('webhook'),
      url: WebAddress,
      /** Made by Khabar when absent; shown once in the answer. */
      secret: z.string().optional(),
    }),
    z.object({ name: ChannelName, kind: z.literal('email'), to: z.array(MailAddress).min(1).max(50) }),
    /** `secret` is the address of the incoming webhook. */
    z.object({ name: ChannelName, kind: z.literal('slack'), secret: WebAddress }),
    z.object({
      name: ChannelName,
      kind: z.literal('telegram'),
      chat: z.string().regex(/^(-?\d{1,20}|@[A-Za-z]\w{3,40})$/, 'must be the number of a chat or @name'),
      server: WebAddress.default('https://api.telegram.org'),
      secret: ChannelSecret.regex(/^[A-Za-z0-9:_-]+$/, 'must be the token of a bot'),
    }),
    z.object({
      name: ChannelName,
      kind: z.literal('matrix'),
      server: WebAddress,
      room: z
        .string()
        .regex(/^[!#]\S+$/, 'must be the id of a room (!…)')
        .max(255),
      secret: ChannelSecret.regex(/^[\x21-\x7e]+$/, 'must be an access token'),
    }),
    z.object({
      name: ChannelName,
      kind: z.literal('ntfy'),
      server: WebAddress.default('https://ntfy.sh'),
      topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
      secret: ChannelSecret.regex(/^[\x21-\x7e]+$/, 'must be an access token').optional(),
    }),
    z.object({
      name: ChannelName,
      kind: z.literal('apprise'),
      server: WebAddress,
      key: z
        .string()
        .regex(/^[-_A-Za-z0-9]{1,128}$/)
        .optional(),
      secret: ChannelSecret.optional(),
    }),
  ])
  .openapi('NewChannel');
export type NewChannel = z.input<typeof NewChannel>;
export const ChannelTest = z
  .object({ ok: z.boolean(), status: z.number().int().nullable(), ms: z.number(), reply: z.string() })
  .openapi('ChannelTest');
export type ChannelTest = z.infer<typeof ChannelTest>;

/** GET /deliveries?channel=&rule=&state=&since= */
const Delivery = z.object({
  id: z.string(),
  channelId: z.string(),
  ruleId: z.string(),
  ruleName: z.string(),
  channelName: z.string(),
  articles: z.number().int(),
  state: z.enum(['waiting', 'delivered', 'retrying', 'failed']),
  attempts: z.number().int(),
  createdAt: Instant,
  nextAt: Instant.nullable(),
  lastStatus: z.string().nullable(),
  /** The delivery that this one repeats. */
  resendOf: z.string().nullable(),
});
export const DeliveryList = z
  .object({
    total: z.number().int(),
    items: z.array(Delivery),
    cursor: z.string().nullable(),
  })
  .openapi('DeliveryList');
/** GET /deliveries/{id}: with what was last sent, and the first lines of the answer. */
export const DeliveryView = Delivery.extend({
  body: z.string().nullable(),
  reply: z.string().nullable(),
  articleIds: z.array(z.string()),
}).openapi('DeliveryView');
export type DeliveryView = z.infer<typeof DeliveryView>;
/** POST /deliveries/replay: which to send again. */
export const DeliveryReplay = z
  .object({
    channel: z.string().optional(),
    rule: z.string().optional(),
    state: z.enum(['delivered', 'failed']).default('failed'),
    /** UTC, ISO 8601. */
    since: z.iso.datetime().optional(),
  })
  .openapi('DeliveryReplay');
export const Replayed = z.object({ sentAgain: z.number().int() }).openapi('Replayed');
export type DeliveryList = z.infer<typeof DeliveryList>;

/** GET, POST /outlets */
export const OutletHealth = SourceState;
export type OutletHealth = z.infer<typeof OutletHealth>;
export const OutletView = OutletRef.extend({
  /** null: an outlet known only from the text of an article that was handed in. */
  homepage: z.string().nullable(),
  status: OutletHealth,
  /** Stable code of the reason, and what its words name. */
  code: SourceTrouble.nullable(),
  values: TroubleValues,
  since: Instant.nullable(),
  /** In English words: why it is failing, quiet, changed or blocked. */
  reason: z.string().nullable(),
  lastTriedAt: Instant.nullable(),
  lastSuccessAt: Instant.nullable(),
  lastNewAt: Instant.nullable(),
  nextVisitAt: Instant.nullable(),
  articles: z.number().int(),
  /** Articles per day over the last 30 days of the data, oldest first. */
  perDay: z.array(z.number().int()),
  channels: z.array(
    z.object({
      kind: z.string(),
      url: z.string(),
      /** Why its last visit failed; null: it did not. */
      code: SourceTrouble.nullable().optional(),
      /** It answered 410 and is not asked again until somebody wants a visit. */
      endedAt: Instant.nullable().optional(),
    }),
  ),
  everyMinutes: z.number().int(),
  sample: z.boolean(),
  note: z.string().nullable(),
}).openapi('OutletView');
export type OutletView = z.infer<typeof OutletView>;
export const OutletList = z
  .object({
    total: z.number().int(),
    items: z.array(OutletView),
    counts: z.record(z.string(), z.number().int()),
  })
  .openapi('OutletList');
export type OutletList = z.infer<typeof OutletList>;

/** GET, POST /backfills: old articles that somebody asked for. */
export const BackfillView = z
  .object({
    id: z.string(),
    kind: z.enum(['sitemaps', 'feed', 'addresses', 'archive']),
    outletId: z.string().nullable(),
    state: z.enum(['looking', 'running', 'done', 'stopped', 'failed']),
    /** Addresses or pages met, those among them that were new, and records that could not be read. */
    found: z.number().int(),
    taken: z.number().int(),
    bad: z.number().int(),
    /** Addresses not fetched yet, and those that could not be. */
    waiting: z.number().int(),
    failed: z.number().int(),
    /** Pages not read yet; those that are articles; those that are none. */
    unread: z.number().int(),
    articles: z.number().int(),
    notArticles: z.number().int(),
    /** Where whoever hands over goes on. */
    place: z.unknown(),
    madeBy: z.string(),
    madeAt: Instant,
    stoppedBy: z.string().nullable(),
    stoppedAt: Instant.nullable(),
  })
  .openapi('BackfillView');
export type BackfillView = z.infer<typeof BackfillView>;
export const BackfillViews = z.object({ items: z.array(BackfillView) }).openapi('BackfillViews');
export const BackfillStep = z
  .object({ done: z.boolean(), found: z.number().int(), taken: z.number().int(), at: z.string() })
  .openapi('BackfillStep');
export type BackfillStep = z.infer<typeof BackfillStep>;

/** GET /outlets/{id}/gaps: times in which it could not be collected, oldest first. */
export const GapList = z
  .object({
    items: z.array(
      z.object({
        beganAt: Instant,
        /** null: still. */
        endedAt: Instant.nullable(),
        /** A trouble of the source, or `not-visited`: Khabar did not run. */
        code: z.string(),
      }),
    ),
  })
  .openapi('GapList');
export type GapList = z.infer<typeof GapList>;

/** GET /outlets/{id}/fetches */
export const FetchList = z
  .object({
    items: z.array(
      z.object({
        at: Instant,
        url: z.string(),
        what: z.enum(['channel', 'article', 'robots']),
        outcome: z.string(),
        status: z.number().int().nullable(),
        bytes: z.number().int(),
        ms: z.number().int(),
        found: z.number().int().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .openapi('FetchList');
export type FetchList = z.infer<typeof FetchList>;

/** POST /outlets/discover { url } */
export const OutletDiscovery = z
  .object({
    outlet: z.object({ id: z.string(), name: z.string(), language: z.string(), homepage: z.string() }),
    channels: z.array(
      z.object({ kind: z.string(), url: z.string(), leads: z.number().int(), reason: z.string().nullable() }),
    ),
    preview: z.array(
      z.object({
        url: z.string(),
        title: z.string().nullable(),
        published: z.string().nullable(),
        language: z.string(),
        words: z.number().int(),
        isArticle: z.boolean(),
        reason: z.string().nullable().optional(),
      }),
    ),
    /** Ways back to older articles, each tried. */
    archives: z.array(z.object({ kind: z.string(), url: z.string() })).optional(),
    /** What a discovery service names without the address of the article: there is no more than the headline. */
    headlines: z
      .array(z.object({ title: z.string(), site: z.string().nullable(), published: z.string().nullable() }))
      .optional(),
  })
  .openapi('OutletDiscovery');
export type OutletDiscovery = z.infer<typeof OutletDiscovery>;

/** POST /outlets/check: what a source is worth, by trying it */
export const OutletCheck = z
  .object({
    outletId: z.string(),
    name: z.string(),
    at: z.string(),
    verdict: z.enum(['ok', 'partly', 'failed']),
    reasons: z.array(z.string()),
    channels: z.array(
      z.object({
        kind: z.string(),
        url: z.string(),
        leads: z.number().int(),
        reason: z.string().nullable(),
        isNew: z.boolean(),
      }),
    ),
    leads: z.number().int(),
    dated: z.number().int(),
    newest: z.string().nullable(),
    articles: z.array(
      z.object({
        url: z.string(),
        title: z.string().nullable(),
        published: z.string().nullable(),
        language: z.string(),
        words: z.number().int(),
        isArticle: z.boolean(),
        reason: z.string().nullable(),
      }),
    ),
    outlet: Outlet,
  })
  .openapi('OutletCheck');
export type OutletCheck = z.infer<typeof OutletCheck>;
export const OutletChecks = z.object({ items: z.array(OutletCheck) }).openapi('OutletChecks');

/** GET /overview */
export const Overview = z
  .object({
    range: Range,
    articles: z.number().int(),
    stories: z.number().int(),
    newSinceLastVisit: z.number().int(),
    latest: z.array(ArticleItem),
    rising: z.array(EntityRef.extend({ articles: z.number().int(), ratio: z.number().nullable() })),
    pairs: z.array(
      z.object({ holder: EntityRef, target: EntityRef, favor: z.number().int(), against: z.number().int() }),
    ),
    searches: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        query: z.string(),
        newSinceLook: z.number().int(),
        total: z.number().int(),
      }),
    ),
    collection: z.record(z.string(), z.number().int()),
    languages: z.array(z.object({ language: z.string(), articles: z.number().int() })),
  })
  .openapi('Overview');
export type Overview = z.infer<typeof Overview>;

/** GET /status: what banners need */
export const Status = z
  .object({
    version: z.string(),
    state: z.enum(['starting', 'ok', 'degraded']),
    reasons: z.array(z.string()),
    sample: z.object({
      loaded: z.boolean(),
      loading: z.boolean(),
      articles: z.number().int(),
      expected: z.number().int(),
    }),
    roles: z.object({ record: z.string(), queue: z.string(), search: z.string() }),
    /** Sentence encoder beside the rules; null: not known yet. */
    encoder: EncoderStatus.nullable(),
    articles: z.number().int(),
    outlets: z.number().int(),
    user: z.object({ id: z.string(), name: z.string(), role: z.enum(['viewer', 'analyst', 'admin']) }),
  })
  .openapi('Status');
export type Status = z.infer<typeof Status>;

/** GET /queues */
export const QueueList = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        waiting: z.number().int(),
        active: z.number().int(),
        delayed: z.number().int(),
        failed: z.number().int(),
      }),
    ),
  })
  .openapi('QueueList');
export type QueueList = z.infer<typeof QueueList>;

/** GET /dead-letters; POST /dead-letters/{id}/replay; DELETE /dead-letters/{id} */
export const DeadLetterList = z
  .object({
    total: z.number().int(),
    items: z.array(
      z.object({
        id: z.string(),
        step: z.string(),
        error: z.string(),
        code: z.string(),
        payload: z.unknown(),
        attempts: z.number().int(),
        firstAt: Instant,
        lastAt: Instant,
      }),
    ),
  })
  .openapi('DeadLetterList');
export type DeadLetterList = z.infer<typeof DeadLetterList>;

/** GET /terms?prefix=: completion */
export const Completions = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(['term', 'field', 'entity', 'source', 'saved']),
        text: z.string(),
        insert: z.string(),
        count: z.number().int().nullable(),
      }),
    ),
  })
  .openapi('Completions');
export type Completions = z.infer<typeof Completions>;

export { StanceLabel };

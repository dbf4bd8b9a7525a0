import type { Stance } from '@khabar/article';

/** What the model is asked about. */
export interface AssistedArticle {
  readonly title: string;
  readonly text: string;
  /** BCP 47; `und` where unknown. */
  readonly language: string;
}

/** An actor or topic that a proposed stance may name, and where the article names it. */
export interface KnownEntity {
  readonly id: string;
  readonly name: string;
  readonly mentions: readonly {
    readonly field: 'title' | 'text';
    readonly start: number;
    readonly end: number;
  }[];
}

/** Tokens that a question cost, as the endpoint counts them; an estimate where it does not say. */
export interface Cost {
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/** What the model said that could be checked, and why the rest was thrown away. */
export interface Assisted<T> {
  readonly value: T;
  readonly cost: Cost;
  /** `llm:MODEL`. */
  readonly method: string;
  /** In words, one for each thing that was thrown away. */
  readonly refused: readonly string[];
}

/** Counts what is spent; whoever hands it in keeps it, so that a limit holds over restarts and processes. */
export interface Spending {
  /** Tokens used since 00:00 UTC. */
  readonly usedToday: () => Promise<number>;
  /** Adds one question, also one whose answer was thrown away. */
  readonly add: (cost: Cost & { readonly refused: boolean }) => Promise<void>;
}

/**
 * A language model of the user's own. Each method throws KhabarError ASSIST_FAILED: retry `later` where the endpoint is away, slow or
 * the day's tokens are used, `never` where the answer could not be kept. What an article says can change an answer, never what is done
 * with it: answers are data that is checked against the article.
 */
export interface Assist {
  readonly model: string;
  /** Two sentences in `language`, with words of the article that bear them out. */
  gist(article: AssistedArticle, language: string): Promise<Assisted<string>>;
  /** Title and text in `language`, paragraph by paragraph. */
  translate(
    article: AssistedArticle,
    language: string,
  ): Promise<Assisted<{ readonly title: string; readonly text: string }>>;
  /** Stances between `known` whose evidence stands word for word in the article. */
  proposeStances(
    article: AssistedArticle,
    known: readonly KnownEntity[],
  ): Promise<Assisted<readonly Stance[]>>;
}

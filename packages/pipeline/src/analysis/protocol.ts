import type { Entity, Extraction, Lead, Selectors, Tags } from '@khabar/article';

/** What a thread is asked. Everything crosses by structured clone, so it is plain data. */
export type AnalysisTask =
  | {
      readonly kind: 'page';
      readonly body: Uint8Array;
      readonly contentType: string | null;
      readonly url: string;
      /** Absent: the page is only read, not tagged. */
      readonly outletId?: string;
      readonly selectors?: Selectors;
      readonly outletLanguage?: string;
      readonly lead?: Lead;
      readonly now: string;
    }
  | { readonly kind: 'text'; readonly text: string; readonly outletId: string; readonly language?: string }
  | {
      readonly kind: 'tag';
      readonly title: string;
      readonly text: string;
      readonly language: string;
      readonly outletId: string;
      readonly published: string | null;
      readonly section?: string | null;
      readonly labels?: readonly string[];
      readonly url?: string;
    };

/** An article as read, with what the record wants to know besides. */
export interface ReadArticle {
  readonly extraction: Extraction;
  /** The extraction's, or the first words of the text. */
  readonly title: string;
  /** What is said of it; null where it is no article, or the tagger failed on it (a job of its own then says why). */
  readonly tags: Tags | null;
  readonly wordCount: number;
  /** MinHash signature as bytes; null: too short to compare. */
  readonly signature: Uint8Array | null;
  readonly bands: readonly number[];
}

export interface AnalysisAnswer {
  readonly page: ReadArticle;
  readonly text: ReadArticle;
  readonly tag: Tags;
}

/** What a tagger is made of. */
export interface RegistrySnapshot {
  readonly entities: readonly Entity[];
  readonly version: string;
}

export type AnalysisRequest =
  | {
      readonly kind: 'task';
      readonly id: number;
      readonly task: AnalysisTask;
      /** Say neutral stances too: the encoder must know them. */
      readonly neutral: boolean;
    }
  /** What is asked from now on is tagged by this registry; answered by `ready`. */
  | { readonly kind: 'registry'; readonly registry: RegistrySnapshot };

export type AnalysisReply =
  | { readonly kind: 'ready'; readonly tagVersion: string }
  | { readonly kind: 'done'; readonly id: number; readonly result: ReadArticle | Tags }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly stack: string | null };

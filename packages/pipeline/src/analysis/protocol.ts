import type { Extraction, Lead, Selectors, Tags } from '@khabar/article';

/** What a thread is asked. Everything crosses by structured clone, so it is plain data. */
export type AnalysisTask =
  | {
      readonly kind: 'page';
      readonly body: Uint8Array;
      readonly contentType: string | null;
      readonly url: string;
      readonly selectors?: Selectors;
      readonly outletLanguage?: string;
      readonly lead?: Lead;
      readonly now: string;
    }
  | { readonly kind: 'text'; readonly text: string; readonly language?: string }
  | {
      readonly kind: 'tag';
      readonly title: string;
      readonly text: string;
      readonly language: string;
      readonly outletId: string;
      readonly published: string | null;
    };

/** An article as read, with what the record wants to know besides. */
export interface ReadArticle {
  readonly extraction: Extraction;
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

export interface AnalysisRequest {
  readonly id: number;
  readonly task: AnalysisTask;
}

export type AnalysisReply =
  | { readonly kind: 'ready'; readonly tagVersion: string }
  | { readonly kind: 'done'; readonly id: number; readonly result: ReadArticle | Tags }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly stack: string | null };

import type { Tags } from '@khabar/article';

/** What the encoder reads of an article besides its tags. */
export interface ReadText {
  readonly title: string;
  readonly text: string;
  readonly language: string;
}

export interface LearnedRequest {
  readonly id: number;
  readonly article: ReadText;
  /** Of the rules, with their neutral stances. */
  readonly tags: Tags;
}

export type LearnedReply =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'done'; readonly id: number; readonly tags: Tags }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

export {
  DIMENSIONS,
  openEncoder,
  type EncodedText,
  type Encoder,
  type EncoderOptions,
  type Unavailable,
} from './open-encoder.ts';
export type { Branch, BranchInput } from './runtime.ts';
export type { Tokens } from './tokenizer.ts';

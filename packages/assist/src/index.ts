export type { ModelOptions } from './ask-model.ts';
export { openAssist } from './open-assist.ts';
export type { Assist, Assisted, AssistedArticle, Cost, KnownEntity, Spending } from './port.ts';

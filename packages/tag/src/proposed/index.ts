export { describeNames, type FoundName, proposeNames } from './propose-names.ts';
export { soundOf } from './sound-of.ts';

export {
  copyRecord,
  finishMove,
  movedBefore,
  moveState,
  type RecordPair,
  type TableChecked,
  verifyCopy,
} from './copy-record.ts';
export { refuseUsedTarget } from './refuse-used-target.ts';
export { copyFiles, type FilesCopied, sameFiles } from './copy-files.ts';

export { ALL_SUBJECTS, readSubjects, shippedSubjects } from './read-subjects.ts';
export { type Claim, SubjectFile, type Side, type SubjectPack } from './subject-pack.ts';

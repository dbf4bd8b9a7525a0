/** Raised with every change of meaning, so that the record can be extracted again. */
export const EXTRACT_VERSION = 'extract-2';

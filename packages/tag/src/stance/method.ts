/** Name and version of the rules, raised with every change of meaning. */
export const STANCE_METHOD = 'rules-4';

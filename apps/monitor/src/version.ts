import root from '../../../package.json' with { type: 'json' };

/** Version of this Khabar. */
export const VERSION: string = root.version;

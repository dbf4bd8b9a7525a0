import own from '../package.json' with { type: 'json' };

/** Version of this Khabar; the same in the package.json of the whole, which a test checks. */
export const VERSION: string = own.version;

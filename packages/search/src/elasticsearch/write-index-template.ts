import { writeFile } from 'node:fs/promises';

import { indexTemplate } from './index-template.ts';

/** `npm run index-template -w packages/search`: writes infra/elasticsearch/index-template.json. */
const target = new URL('../../../../infra/elasticsearch/index-template.json', import.meta.url);
await writeFile(target, `${JSON.stringify(indexTemplate(), null, 2)}\n`);

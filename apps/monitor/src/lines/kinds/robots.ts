import { parseRobots } from '@khabar/fetch';
import { z } from 'zod';

import { Base64Bytes, type LineKind } from '../line.ts';

const Line = z.object({
  robots: z.string().optional(),
  robots_b64: Base64Bytes.optional(),
  agent: z.string(),
  url: z.string(),
});

/** `{id, robots | robots_b64, agent, url}` -> `{id, allowed}`. */
export function openRobotsKind(): LineKind {
  return {
    answer(line) {
      const { robots, robots_b64: bytes, agent, url } = Line.parse(line);
      return { allowed: parseRobots(bytes ?? robots ?? '', agent).allows(url) };
    },
  };
}

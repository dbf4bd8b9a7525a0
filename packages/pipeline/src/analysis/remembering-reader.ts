import type { LearnedReader, SentenceReading } from '@khabar/tag';

/**
 * The reader, with what it said of the last `most` sentences: outlets reprint the text of agencies, and every sentence costs about 10 ms.
 * A reading depends on its sentence and on what is asked of it alone, so that remembering changes no answer.
 */
export function rememberingReader(reader: LearnedReader, most: number): LearnedReader {
  const known = new Map<string, SentenceReading>();
  return {
    ...reader,
    async read(sentences) {
      const readings: SentenceReading[] = [];
      for (const sentence of sentences) {
        const key = JSON.stringify(sentence);
        const reading = known.get(key) ?? (await reader.read([sentence]))[0];
        if (reading === undefined) throw new RangeError('the reader gave no reading');
        // The one used last is the last to be forgotten.
        known.delete(key);
        known.set(key, reading);
        const [oldest] = known.keys();
        if (known.size > most && oldest !== undefined) known.delete(oldest);
        readings.push(reading);
      }
      return readings;
    },
  };
}

import { fetcherProgram } from '@khabar/pipeline';
import { runProcess } from '@khabar/process';

await runProcess(fetcherProgram);

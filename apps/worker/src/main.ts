import { workerProgram } from '@khabar/pipeline';
import { runProcess } from '@khabar/process';

await runProcess(workerProgram);

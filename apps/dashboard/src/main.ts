import { runProcess } from '@khabar/process';

import { dashboardProgram } from './dashboard-program.ts';

await runProcess(dashboardProgram);

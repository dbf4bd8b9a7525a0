import { enableCompileCache } from 'node:module';

// Before anything of ours is loaded, or it would not be cached.
enableCompileCache();
const { processTerminal } = await import('./terminal.ts');
const { runKhabar } = await import('./program.ts');
const terminal = processTerminal();
process.exitCode = await runKhabar(process.argv.slice(2), { terminal });

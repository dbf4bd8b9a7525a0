export { type Option } from './option.ts';
export { OPTIONS, type OptionKey } from './options.ts';
export {
  type Config,
  type ConfigProblem,
  isLoopback,
  publicAddress,
  type ReadConfig,
  readConfig,
} from './read-config.ts';
export { environmentExample, shownConfig, type ShownOption } from './shown-config.ts';
export { processEnvironment } from './process-environment.ts';
export { VERSION } from './version.ts';

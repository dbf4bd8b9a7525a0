export { createApi } from './app.ts';
export { csvCell } from './csv-cell.ts';
export { type EventHub, openEventHub } from './event-hub.ts';
export { type ApiServices, type Health, type SampleControl, type Upkeep } from './services.ts';

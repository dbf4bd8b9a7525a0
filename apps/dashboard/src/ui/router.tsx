import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';

import {
  alertsSearch,
  correctionsSearch,
  entitiesSearch,
  entityPageSearch,
  overviewSearch,
  parseSearch,
  readerSearch,
  retagSearch,
  searchPageSearch,
  sourcesSearch,
  stanceSearch,
  stringifySearch,
} from './search-params.ts';
import { NotFound, PageError, PageLoading } from './shell/page-states.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
});
const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: searchPageSearch,
  component: lazyRouteComponent(() => import('./pages/search/search-page.tsx'), 'SearchPage'),
});
const reader = createRoute({
  getParentRoute: () => root,
  path: '/articles/$id',
  validateSearch: readerSearch,
  component: lazyRouteComponent(() => import('./pages/reader/reader-page.tsx'), 'ReaderPage'),
});
const stance = createRoute({
  getParentRoute: () => root,
  path: '/stance',
  validateSearch: stanceSearch,
  component: lazyRouteComponent(() => import('./pages/stance/stance-page.tsx'), 'StancePage'),
});
const entities = createRoute({
  getParentRoute: () => root,
  path: '/entities',
  validateSearch: entitiesSearch,
  component: lazyRouteComponent(() => import('./pages/entities/entities-page.tsx'), 'EntitiesPage'),
});
const proposals = createRoute({
  getParentRoute: () => root,
  path: '/entities/proposals',
  component: lazyRouteComponent(() => import('./pages/entities/proposals-page.tsx'), 'ProposalsPage'),
});
const registryChanges = createRoute({
  getParentRoute: () => root,
  path: '/entities/changes',
  component: lazyRouteComponent(() => import('./pages/entities/changes-page.tsx'), 'ChangesPage'),
});
const entity = createRoute({
  getParentRoute: () => root,
  path: '/entities/$id',
  validateSearch: entityPageSearch,
  component: lazyRouteComponent(() => import('./pages/entities/entity-page.tsx'), 'EntityPage'),
});
const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  validateSearch: alertsSearch,
  component: lazyRouteComponent(() => import('./pages/alerts/alerts-page.tsx'), 'AlertsPage'),
});
const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  validateSearch: sourcesSearch,
  component: lazyRouteComponent(() => import('./pages/sources/sources-page.tsx'), 'SourcesPage'),
});
const source = createRoute({
  getParentRoute: () => root,
  path: '/sources/$id',
  component: lazyRouteComponent(() => import('./pages/sources/source-page.tsx'), 'SourcePage'),
});
const story = createRoute({
  getParentRoute: () => root,
  path: '/stories/$id',
  component: lazyRouteComponent(() => import('./pages/story/story-page.tsx'), 'StoryPage'),
});
const corrections = createRoute({
  getParentRoute: () => root,
  path: '/corrections',
  validateSearch: correctionsSearch,
  component: lazyRouteComponent(() => import('./pages/corrections/corrections-page.tsx'), 'CorrectionsPage'),
});
const retag = createRoute({
  getParentRoute: () => root,
  path: '/retag',
  validateSearch: retagSearch,
  component: lazyRouteComponent(() => import('./pages/retag/retag-page.tsx'), 'RetagPage'),
});
const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  component: lazyRouteComponent(() => import('./pages/help/help-page.tsx'), 'HelpPage'),
});
const helpSyntax = createRoute({
  getParentRoute: () => root,
  path: '/help/syntax',
  component: lazyRouteComponent(() => import('./pages/help/syntax-page.tsx'), 'SyntaxPage'),
});
const helpMethod = createRoute({
  getParentRoute: () => root,
  path: '/help/method',
  component: lazyRouteComponent(() => import('./pages/help/method-page.tsx'), 'MethodPage'),
});

/** Every page and its address; pages are loaded when first opened. */
export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    search,
    reader,
    story,
    stance,
    entities,
    proposals,
    registryChanges,
    entity,
    alerts,
    sources,
    source,
    corrections,
    retag,
    help,
    helpSyntax,
    helpMethod,
  ]),
  parseSearch,
  stringifySearch,
  // Entity ids read `person:zamir-kabulov`, in addresses too.
  pathParamsAllowedCharacters: [':'],
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 150,
  defaultErrorComponent: PageError,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

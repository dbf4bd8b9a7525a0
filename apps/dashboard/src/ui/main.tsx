import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { ApiError } from './api-client.ts';
import { router } from './router.tsx';
import { Localised } from './settings/localised.tsx';
import { openSettings } from './settings/settings-store.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // The API answers 4xx for what will not get better by asking again.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});

const element = document.getElementById('root');
if (element !== null) {
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Localised store={openSettings(localStorage)}>
          <RouterProvider router={router} />
        </Localised>
      </QueryClientProvider>
    </StrictMode>,
  );
}

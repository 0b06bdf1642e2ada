import { QueryClient } from '@tanstack/react-query'
import { Unreachable } from '../api/problem'

/** A refusal is an answer and is not asked again; a lost connection is tried twice more. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 10_000,
        retry: (count, error) => error instanceof Unreachable && count < 2,
        retryDelay: (count) => 500 * 2 ** count,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

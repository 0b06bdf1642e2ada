import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onExpiry } from './api/token'
import { App } from './app/App'
import { createQueryClient } from './app/queryClient'
import { createAppRouter } from './app/router'
import { applyTokens } from './app/theme'
import { startLanguage } from './i18n'
import './app/base.css'

applyTokens(document.documentElement.style)

const client = createQueryClient()
const router = createAppRouter(client)

// The session ended while somebody was at work: log in again, then back to the same address.
onExpiry(() => {
  void router.navigate({ to: '/login', search: { back: router.state.location.href, expired: 'yes' } })
})

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
const place = document.getElementById('root')
void startLanguage().then(() => {
  if (!place) return
  createRoot(place).render(
    <StrictMode>
      <App client={client} router={router} nonce={nonce} />
    </StrictMode>,
  )
})

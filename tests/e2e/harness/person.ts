// Somebody at a browser of their own, and a watch over what no page may ever do.
import type { Browser, BrowserContext, ConsoleMessage, Locator, Page, Request } from 'playwright-core'

export const desk = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

const PATIENCE = 15_000
const SKELETON = 'main [role=status]:is([aria-label="正在读取"], [aria-label="Loading"])'

/** What the console may say: where, and why it is no fault. */
const known: readonly RegExp[] = [
  // antd measures the scroll bar and locks the scroll of a modal by two style elements without our nonce; nothing is lost.
  /Applying inline style violates the following Content Security Policy directive 'style-src 'self'/,
  // Before a log-in there is no session to renew, and outside the demonstration there are no personas.
  /status of 401 .*\/api\/v1\/auth\/refresh/,
  /status of 404 .*\/api\/v1\/auth\/personas/,
  // The same person at more than three pages, as the journeys of the demonstration are.
  /status of 429 .*\/api\/v1\/events/,
]

export class Person {
  readonly name: string
  readonly page: Page
  readonly log: string[] = []
  private readonly context: BrowserContext
  private readonly origin: string
  private readonly faults: string[] = []
  private readonly asked = new Set<Request>()
  private allowed: RegExp[] = []

  private constructor(name: string, page: Page, origin: string) {
    this.name = name
    this.page = page
    this.context = page.context()
    this.origin = origin
    page.on('console', (message) => this.onConsole(message))
    page.on('pageerror', (error) => this.fault(`uncaught: ${error.stack ?? error.message}`))
    page.on('requestfinished', (request) => this.asked.delete(request))
    page.on('requestfailed', (request) => this.asked.delete(request))
    page.on('request', (request) => {
      // The stream of hints has no end to wait for.
      if (!request.url().endsWith('/api/v1/events')) this.asked.add(request)
      const { protocol, host } = new URL(request.url())
      // The browser's own viewer of PDF loads its parts from itself.
      const within = ['data:', 'blob:', 'chrome:', 'chrome-extension:'].includes(protocol)
      const stays = within || host === new URL(origin).host
      if (!stays) this.fault(`request to another host: ${request.url()}`)
    })
  }

  static async at(browser: Browser, origin: string, name: string, viewport = desk): Promise<Person> {
    const context = await browser.newContext({
      baseURL: origin,
      viewport,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(PATIENCE)
    return new Person(name, await context.newPage(), origin)
  }

  private get navigation(): Locator {
    return this.page.getByRole('navigation', { name: /主导航|Main/ })
  }

  /** The console may say this from now on: a refusal that the journey provokes. */
  expects(...words: RegExp[]): void {
    this.allowed.push(...words)
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path)
    await this.settled()
  }

  /** Goes to a page by its entry in the navigation, with or without a count of what waits there. */
  async goTo(entry: string): Promise<void> {
    const link = this.navigation.getByRole('link', { name: new RegExp(`^${entry}\\s*\\d*$`) })
    await link.click()
    await link.and(this.page.locator('[aria-current=page]')).waitFor()
    await this.settled()
  }

  /** The names in the navigation, without the counts of what waits. */
  async entries(): Promise<string[]> {
    const links = await this.navigation.getByRole('link').allTextContents()
    return links.map((words) => words.replace(/\d+$/, ''))
  }

  /** The entry of the page in view. */
  async here(): Promise<string> {
    const words = await this.navigation.locator('[aria-current=page]').textContent()
    return words?.replace(/\d+$/, '') ?? ''
  }

  async size(viewport = desk): Promise<void> {
    await this.page.setViewportSize(viewport)
  }

  /** Until the page has its heading, asks the server for nothing more, and draws no skeleton. */
  async settled(): Promise<void> {
    await this.page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
    const late = Date.now() + PATIENCE
    for (let quiet = 0; quiet < 2; quiet = (await this.isBusy()) ? 0 : quiet + 1)
      if (Date.now() > late)
        throw new Error(`${this.name} still waits for ${[...this.asked].map((each) => each.url())}`)
  }

  async logIn(login: string, password: string): Promise<void> {
    await this.open('/login')
    await this.page.getByLabel('账号').fill(login)
    await this.page.getByLabel('密码').fill(password)
    await this.page.getByRole('button', { name: '登录' }).click()
    await this.page.getByRole('banner').getByRole('link', { name: '落实' }).waitFor()
  }

  /** The other language, whichever it was. */
  async switchLanguage(): Promise<void> {
    await this.page.getByRole('button', { name: /^(EN|English|中文)$/ }).click()
  }

  /** One click on a card of the demonstration. */
  async enterAs(name: string): Promise<void> {
    await this.open('/login')
    await this.page.getByRole('button', { name: `${name} ` }).click()
    await this.page.getByRole('banner').getByRole('link', { name: '落实' }).waitFor()
    await this.settled()
  }

  /** The line at the foot of the screen that says what was done. */
  toast(words: string | RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: words })
  }

  /**
   * Picks from a list that opens below its field. A list of one closes by itself, and Escape while it does would close
   * the dialog around it; a list of several stays open until Escape.
   */
  async choose(field: string | RegExp | Locator, ...choices: (string | RegExp)[]): Promise<void> {
    const box =
      typeof field === 'string' || field instanceof RegExp ? this.page.getByRole('combobox', { name: field }) : field
    await box.click()
    const list = this.page.locator('.ant-select-dropdown:visible')
    for (const choice of choices) await list.getByTitle(choice, { exact: true }).click()
    if (await box.evaluate((each) => each.closest('.ant-select-multiple') !== null)) await box.press('Escape')
    await box.and(this.page.locator('[aria-expanded="false"]')).waitFor({ state: 'attached' })
  }

  /** Ticks a box; a form may draw the tick a moment later. */
  async tick(box: Locator): Promise<void> {
    await box.click()
    await box.and(this.page.locator(':checked')).waitFor({ state: 'attached' })
  }

  /** A day typed into its field. */
  async day(field: Locator, day: string): Promise<void> {
    await field.fill(day)
    await field.press('Enter')
  }

  async offline(): Promise<void> {
    this.expects(/ERR_INTERNET_DISCONNECTED/)
    await this.context.setOffline(true)
  }

  async online(): Promise<void> {
    await this.context.setOffline(false)
  }

  /** What went wrong since the last time, unless the journey expected it. */
  takeFaults(): string[] {
    return this.faults.splice(0)
  }

  async leave(): Promise<void> {
    await this.context.close()
  }

  /** Looked at two frames later, so that what was just clicked or answered has had its effect. */
  private async isBusy(): Promise<boolean> {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    return this.asked.size > 0 || (await this.page.locator(SKELETON).count()) > 0
  }

  private onConsole(message: ConsoleMessage) {
    const { url } = message.location()
    const words = `${message.text()} ${url.replace(this.origin, '')}`
    this.log.push(`${message.type()}: ${words}`)
    if (message.type() !== 'error') return
    if (![...known, ...this.allowed].some((fine) => fine.test(words))) this.fault(`console: ${words}`)
  }

  private fault(words: string) {
    this.log.push(words)
    this.faults.push(`${this.name}, ${this.page.url().replace(this.origin, '')}: ${words}`)
  }
}

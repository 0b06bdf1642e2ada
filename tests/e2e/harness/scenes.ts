// Every page and dialog worth a look, with the person of the demonstration it fits. None of them changes anything.
import { csv } from './files.ts'
import type { Person } from './person.ts'
import { rawPlan } from './world.ts'

export interface Scene {
  /** names its pictures */
  key: string
  /** name on the card; without one, the door itself */
  who: string | null
  arrive(person: Person): Promise<void>
}

const at =
  (path: string) =>
  async (person: Person): Promise<void> =>
    person.open(path)

/** Opens what the first row of a list leads to. */
const first =
  (path: string, link = '[data-main]') =>
  async (person: Person): Promise<void> => {
    await person.open(path)
    const before = person.page.url()
    await person.page.getByRole('main').locator(link).first().click()
    await person.page.waitForURL((url) => url.href !== before)
    await person.settled()
  }

const dialog = async ({ page }: Person): Promise<void> => page.getByRole('dialog').waitFor()

/** One good line, and one with faults in three cells. */
const brokenTasks = [
  ['举措', '条款', '重点任务', '年度目标', '完成时限', '牵头单位', '验收标准'],
  ['28', '1', '关节模组攻关', '样机两台', '尽快', '市科技委', '专家意见'],
  ['28', '2', '应用示范', '示范清单', '2027年底', '市经信局', ''],
  ['29', '全部', '材料中试', '中试线', '2027年6月底', '市科委', '验收意见'],
]

export const scenes: readonly Scene[] = [
  { key: 'login', who: null, arrive: at('/login') },
  { key: 'work-reporter', who: '林悦', arrive: at('/work') },
  { key: 'work-office', who: '秦源', arrive: at('/work') },
  { key: 'work-leader', who: '何平', arrive: at('/work') },
  { key: 'work-unit-leader', who: '方文', arrive: at('/work') },
  { key: 'cockpit', who: '何平', arrive: at('/cockpit') },
  { key: 'cockpit-table', who: '秦源', arrive: at('/cockpit?trend=table') },
  { key: 'stood', who: '何平', arrive: first('/cockpit', 'td a[href^="/trend/"]') },
  {
    key: 'search',
    who: '何平',
    async arrive(person) {
      await person.open('/wall')
      await person.page.keyboard.press('Control+k')
      await dialog(person)
      await person.page.getByRole('dialog').getByRole('combobox').fill('机器人')
      await person.page.getByRole('option').first().waitFor()
    },
  },
  { key: 'notifications', who: '林悦', arrive: at('/notifications') },
  { key: 'notifications-new', who: '周敏', arrive: at('/notifications?state=OPEN') },
  {
    key: 'bell',
    who: '陈哲',
    async arrive(person) {
      await person.open('/plan')
      const bell = person.page.getByRole('banner').getByLabel(/^(消息|Messages)/)
      await bell.click()
      // On a phone the bell is a link to the page of messages.
      await person.page.getByText(/全部标为已读|Mark all as read|没有未读消息|No new messages/).first().waitFor()
    },
  },
  { key: 'plan', who: '秦源', arrive: first('/plan?state=OVERDUE', '[data-clause]') },
  { key: 'plan-running-text', who: '韩睿', arrive: at('/plan') },
  { key: 'wall', who: '何平', arrive: at('/wall') },
  { key: 'timeline', who: '何平', arrive: at('/timeline?fold=m28,p2') },
  { key: 'timeline-table', who: '林悦', arrive: at('/timeline?view=table&trouble=true') },
  { key: 'tasks', who: '秦源', arrive: at('/tasks') },
  {
    key: 'light-limits',
    who: '秦源',
    async arrive(person) {
      await person.open('/tasks')
      await person.page.getByRole('button', { name: /亮灯规则|Light rules/ }).click()
      await dialog(person)
      await person.page.getByRole('spinbutton').first().waitFor()
    },
  },
  { key: 'task', who: '林悦', arrive: first('/tasks?light=OVERDUE') },
  { key: 'task-milestones', who: '林悦', arrive: tabOf('milestones') },
  { key: 'task-evidence', who: '林悦', arrive: tabOf('evidence') },
  { key: 'task-history', who: '林悦', arrive: tabOf('history') },
  { key: 'reports', who: '林悦', arrive: at('/reports') },
  { key: 'report-write', who: '林悦', arrive: first('/work', 'a[href^="/reports/"]') },
  { key: 'report-read', who: '方文', arrive: first('/reports?state=APPROVED', 'a[href^="/reports/"]') },
  { key: 'contributions', who: '林悦', arrive: at('/contributions') },
  { key: 'contribution', who: '林悦', arrive: first('/contributions', 'a[href^="/contributions/"]') },
  { key: 'review-unit', who: '陈哲', arrive: at('/review') },
  { key: 'review-office', who: '周敏', arrive: at('/review') },
  { key: 'bulletins', who: '秦源', arrive: at('/bulletins') },
  { key: 'bulletin', who: '何平', arrive: first('/bulletins?state=ISSUED') },
  {
    key: 'bulletin-words',
    who: '秦源',
    async arrive(person) {
      await first('/bulletins?state=DRAFT')(person)
      await person.page.getByRole('button', { name: /改写前言和要求|Change foreword/ }).click()
      await dialog(person)
    },
  },
  { key: 'bulletin-unit', who: '林悦', arrive: at('/bulletins') },
  { key: 'changes', who: '何平', arrive: at('/changes') },
  { key: 'supervision', who: '秦源', arrive: at('/supervision') },
  { key: 'notice', who: '秦源', arrive: first('/supervision?state=ANSWERED') },
  { key: 'notice-unit', who: '林悦', arrive: first('/supervision') },
  {
    key: 'review-preview',
    who: '周敏',
    async arrive(person) {
      await person.open('/review')
      await person.page.keyboard.press('e')
      await person.page.locator('iframe').waitFor()
      await person.settled()
    },
  },
  {
    key: 'review-return',
    who: '周敏',
    async arrive(person) {
      await person.open('/review')
      await person.page.keyboard.press('1')
      await dialog(person)
    },
  },
  { key: 'review-times', who: '林悦', arrive: at('/review-times') },
  { key: 'evidence', who: '周敏', arrive: at('/evidence') },
  {
    key: 'evidence-detail',
    who: '周敏',
    async arrive(person) {
      await person.open('/evidence')
      await person.page.getByRole('main').locator('[data-main]').first().click()
      await dialog(person)
    },
  },
  { key: 'evidence-own', who: '林悦', arrive: at('/evidence?incomplete=true') },
  {
    key: 'evidence-archive',
    who: '林悦',
    async arrive(person) {
      await tabOf('evidence')(person)
      await person.page
        .getByRole('button', { name: /打包下载|zip/ })
        .first()
        .click()
      await dialog(person)
    },
  },
  {
    key: 'evidence-reuse',
    who: '林悦',
    async arrive(person) {
      await first('/work', 'a[href^="/reports/"]')(person)
      await person.page
        .getByRole('button', { name: /引用已有佐证|Use evidence sent before/ })
        .first()
        .click()
      await dialog(person)
    },
  },
  { key: 'evidence-held', who: '黎倩', arrive: at('/held-evidence') },
  { key: 'decompose', who: '秦源', arrive: at('/decompose?measure=28') },
  { key: 'batches', who: '秦源', arrive: at('/batches') },
  { key: 'batch-office', who: '周敏', arrive: first('/batches') },
  { key: 'batch-unit', who: '方文', arrive: first('/batches') },
  { key: 'annual-books', who: '秦源', arrive: at('/annual-books') },
  { key: 'annual-book', who: '秦源', arrive: first('/annual-books') },
  {
    key: 'annual-item',
    who: '秦源',
    async arrive(person) {
      await first('/annual-books')(person)
      await person.page.getByRole('main').locator('button[data-main]').first().click()
      await dialog(person)
    },
  },
  { key: 'annual-unit', who: '林悦', arrive: first('/annual-books') },
  { key: 'burden', who: '周敏', arrive: at('/burden') },
  { key: 'import', who: '秦源', arrive: at('/plans/import') },
  {
    key: 'import-review',
    who: '秦源',
    async arrive(person) {
      await person.open('/plans/import')
      await person.page.locator('main input[type=file]').setInputFiles(rawPlan)
      await person.page
        .getByText(/50.*186/)
        .first()
        .waitFor()
    },
  },
  { key: 'tables', who: '秦源', arrive: at('/tables') },
  {
    key: 'tables-checked',
    who: '秦源',
    async arrive(person) {
      await person.open('/tables?kind=TASKS')
      await person.page.locator('main input[type=file]').setInputFiles([csv('任务分解表.csv', brokenTasks)])
      await person.page.getByText('F2').first().waitFor()
    },
  },
  {
    key: 'export',
    who: '林悦',
    async arrive(person) {
      await person.open('/tasks')
      await person.page.getByRole('button', { name: /^(导出|Export)$/ }).click()
      await person.page.getByRole('button', { name: /销号台账|Closing ledger/ }).first().waitFor()
    },
  },
  { key: 'look-backs', who: '秦源', arrive: at('/look-backs') },
  {
    key: 'handover',
    who: '秦源',
    async arrive(person) {
      await person.open('/handover')
      await person.page.getByRole('main').getByRole('combobox').first().click()
      await person.page.locator('.ant-select-dropdown:visible .ant-select-item-option').nth(2).click()
      await person.page.waitForURL(/id=/)
      await person.settled()
    },
  },
  {
    key: 'adjustment',
    who: '林悦',
    async arrive(person) {
      await first('/tasks?state=IN_PROGRESS&mine=true')(person)
      await person.page.getByRole('button', { name: /^(申请调整|Ask for a change)$/ }).click()
      await dialog(person)
    },
  },
  { key: 'task-closed', who: '秦源', arrive: first('/tasks?state=CLOSED') },
  { key: 'organisations', who: '马宁', arrive: at('/organisations') },
  {
    key: 'organisation',
    who: '马宁',
    async arrive(person) {
      await first('/organisations')(person)
      await dialog(person)
    },
  },
  { key: 'users', who: '黎倩', arrive: at('/users') },
  {
    key: 'user',
    who: '马宁',
    async arrive(person) {
      await first('/users')(person)
      await dialog(person)
    },
  },
  {
    key: 'user-leaves',
    who: '马宁',
    async arrive(person) {
      await first('/users?q=chenzhe')(person)
      await person.page.getByRole('button', { name: /^(停用|Disable)$/ }).first().click()
      await person.page.getByRole('combobox', { name: /接收人|Receiver/ }).first().waitFor()
    },
  },
  {
    key: 'posts',
    who: '宋磊',
    async arrive(person) {
      await person.open('/work')
      const menu = person.page.getByRole('button', { name: /^(宋磊.*|更多|More)$/ }).last()
      await menu.click()
      await person.page.getByRole('button', { name: /^(切换到|Switch to)/ }).waitFor()
    },
  },
  {
    key: 'post-new',
    who: '马宁',
    async arrive(person) {
      await first('/users?q=linyue')(person)
      await person.page.getByRole('button', { name: /^(增加岗位|Add post)$/ }).click()
      await person.page.getByRole('dialog', { name: /林悦/ }).getByRole('checkbox').first().waitFor()
    },
  },
  { key: 'cycles', who: '秦源', arrive: at('/cycles') },
  { key: 'cycle', who: '秦源', arrive: first('/cycles') },
  { key: 'cycle-unit', who: '林悦', arrive: first('/cycles') },
  {
    key: 'cycle-open',
    who: '秦源',
    async arrive(person) {
      await person.open('/cycles')
      await person.page.getByRole('button', { name: /开报告期|Open a (reporting )?cycle/ }).click()
      await dialog(person)
    },
  },
  {
    key: 'cycle-rules',
    who: '秦源',
    async arrive(person) {
      await person.open('/cycles')
      await person.page.getByRole('button', { name: /报送规则|Reporting rules/ }).click()
      await dialog(person)
      await person.page.getByRole('switch').first().waitFor()
    },
  },
  { key: 'calendar', who: '马宁', arrive: at('/calendar') },
  {
    key: 'calendar-edit',
    who: '马宁',
    async arrive(person) {
      await person.open('/calendar?year=2027')
      await person.page.getByRole('button', { name: /修改这一年|Change this year/ }).click()
      await dialog(person)
    },
  },
  { key: 'delegations', who: '方文', arrive: at('/delegations') },
  { key: 'mail', who: '马宁', arrive: at('/mail') },
  { key: 'mail-settings', who: '林悦', arrive: at('/mail-settings') },
  { key: 'unsubscribe', who: null, arrive: at('/unsubscribe#0.REPORTS.0') },
  {
    key: 'confirm-mail',
    who: null,
    async arrive(person) {
      person.expects(/status of 404 .*\/mail\/confirm\//)
      await person.open('/confirm-mail#0.CONFIRM.0')
      await person.page.getByRole('button', { name: /确认这是我的邮箱|This address is mine/ }).click()
      await person.page.getByText(/这个链接已失效|This link no longer works/).waitFor()
    },
  },
  { key: 'audit', who: '吴越', arrive: first('/audit') },
  {
    key: 'shortcuts',
    who: '林悦',
    async arrive(person) {
      await person.open('/work')
      await person.page.keyboard.press('?')
      await dialog(person)
    },
  },
  {
    key: 'password',
    who: '林悦',
    async arrive(person) {
      await person.open('/work')
      await person.page.getByRole('button', { expanded: false }).last().click()
      await person.page.getByRole('button', { name: /修改密码|Change password/ }).click()
      await dialog(person)
    },
  },
  {
    key: 'missing',
    who: '林悦',
    async arrive(person) {
      person.expects(/status of 404 .*\/tasks\//)
      await person.open('/tasks/01980000-0000-7000-8000-000000000000')
    },
  },
]

/** A tab of the first task in the list. */
function tabOf(tab: string) {
  return async (person: Person): Promise<void> => {
    await first('/tasks')(person)
    await person.open(`${new URL(person.page.url()).pathname}?tab=${tab}`)
  }
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applyProblem } from '../../api/problem'
import type { DutyReceiver, FieldError, NewUser, User } from '../../api/types'
import { ActionBar } from '../../ui/ActionBar'
import { DateText } from '../../ui/DateText'
import { DayPicker } from '../../ui/DayPicker'
import { Facts } from '../../ui/Facts'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useToast } from '../../ui/Toast'
import { LeaveDialog } from './LeaveDialog'
import { roles } from './orgKinds'
import { PostDialog } from './PostDialog'
import { Posts, Term } from './Posts'
import styles from './people.module.css'
import { type Credentials, changeUser, createUser, organisationsQuery, stepOfUser } from './queries'
import { inOrder, type ReceiverFields, Receivers } from './Receivers'
import { useSystemAdmin } from './useSystemAdmin'

interface UserDrawerProps {
  /** absent: a new one */
  user?: User
  onClose: () => void
  /** a one-time password came back */
  onCredentials: (credentials: Credentials) => void
}

/** The fields of the form: the account, and who receives what the person leaves behind. */
type UserFields = NewUser & { serves_until?: string | null; receivers?: ReceiverFields }

/** One account: facts and steps for both administrators, the form for the system administrator. */
export function UserDrawer({ user, onClose, onCredentials }: UserDrawerProps) {
  const { t } = useTranslation(['people', 'common'])
  const client = useQueryClient()
  const toast = useToast()
  const admin = useSystemAdmin()
  const [form] = Form.useForm<UserFields>()
  const [busy, setBusy] = useState(false)
  const verbs = {
    approve_roles: t('users.approve'),
    refuse_roles: t('users.refuse'),
    enable: user?.person_id ? t('posts.resume') : t('users.enable'),
    reset_password: t('users.reset'),
    disable: user?.person_id ? t('posts.end') : t('users.disable'),
  }
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<'disable' | 'approve_roles' | null>(null)
  const step = async (subject: User, action: string, comment?: string, receivers?: DutyReceiver[]) => {
    const answer = await stepOfUser(subject, action, comment, receivers)
    await client.invalidateQueries({ queryKey: ['users'] })
    if (answer.one_time_password) onCredentials(answer)
    else toast(t('users.stepDone', { name: subject.name }))
  }
  return (
    <Drawer
      open
      size={460}
      title={user ? user.name : t('users.create')}
      onClose={onClose}
      mask={{ closable: user !== undefined && !admin }}
      footer={
        admin && (
          <div className={styles.foot}>
            <Button onClick={onClose}>{t('common:do.cancel')}</Button>
            <Button type="primary" loading={busy} onClick={form.submit}>
              {user ? t('users.save') : t('users.create')}
            </Button>
          </div>
        )
      }
    >
      {user?.requested_roles && (
        <Note title={t('users.rolesWait')}>
          {user.requested_roles.map((role) => t(`common:role.${role}`)).join('、')}
          {user.requested_by && ` · ${t('users.requestedBy', { name: user.requested_by.name })}`}
        </Note>
      )}
      {user && (
        <Facts
          facts={[
            { name: t('users.login'), value: user.login },
            { name: t('users.organisation'), value: user.organisation.name },
            { name: t('users.post'), value: user.post ?? t('common:state.empty') },
            { name: t('users.role'), value: user.roles.map((role) => t(`common:role.${role}`)).join('、') },
            user.serves_from !== null && {
              name: t('posts.term'),
              value: <Term from={user.serves_from} until={user.serves_until} />,
            },
            user.posts.length > 0 && { name: t('posts.further'), value: <Posts user={user} /> },
            user.person_id === null && {
              name: t('users.lastLogin'),
              value: <DateText value={user.last_login_at} as="full" time="minutes" />,
            },
            user.disabled_at !== null && {
              name: t('users.disabled'),
              value: <DateText value={user.disabled_at} as="full" time="minutes" />,
            },
            user.is_sample && { name: t('sample'), value: t('common:state.yes') },
          ]}
        />
      )}
      {user && user.actions.length > 0 && (
        <div className={styles.steps}>
          <ActionBar
            actions={user.actions.map((each) => (each.action === 'disable' ? { ...each, needs_comment: false } : each))}
            verbs={verbs}
            primary={false}
            onRun={async (action, comment) => {
              // Leaving a post is asked in a dialog of its own, with the receivers of what is open.
              if (action === 'disable' || (action === 'approve_roles' && losesRoles(user))) setLeaving(action)
              else await step(user, action, comment)
            }}
          />
        </div>
      )}
      {admin && user && user.person_id === null && user.disabled_at === null && !administers(user) && (
        <div className={styles.steps}>
          <Button onClick={() => setAdding(true)}>{t('posts.add')}</Button>
        </div>
      )}
      {user && adding && <PostDialog user={user} onClose={() => setAdding(false)} />}
      {user && leaving && (
        <LeaveDialog
          user={user}
          action={leaving}
          verb={verbs[leaving]}
          onRun={(comment, receivers) => step(user, leaving, comment, receivers)}
          onClose={() => setLeaving(null)}
        />
      )}
      {admin && (
        <UserForm
          user={user}
          form={form}
          busy={busy}
          onBusy={setBusy}
          onClose={onClose}
          onCredentials={onCredentials}
        />
      )}
    </Drawer>
  )
}

/** The three administrators hold no other post. */
function administers({ roles }: User): boolean {
  return roles.some((role) => role.endsWith('_ADMIN'))
}

/** Whether the roles asked for leave out one that is in force. */
function losesRoles({ roles, requested_roles }: User): boolean {
  return roles.some((role) => !requested_roles?.includes(role))
}

interface UserFormProps extends UserDrawerProps {
  form: ReturnType<typeof Form.useForm<UserFields>>[0]
  busy: boolean
  onBusy: (busy: boolean) => void
}

function UserForm({ user, form, busy, onBusy, onClose, onCredentials }: UserFormProps) {
  const { t } = useTranslation(['people', 'common'])
  const { data: organisations } = useQuery(organisationsQuery())
  const [fault, setFault] = useState<{ error: unknown; rest: readonly FieldError[] } | null>(null)
  const client = useQueryClient()
  const toast = useToast()
  const organisation = Form.useWatch('organisation_id', form)
  const moves =
    user !== undefined && user.disabled_at === null && !!organisation && organisation !== user.organisation.id
  const save = async ({ receivers, ...fields }: UserFields) => {
    onBusy(true)
    setFault(null)
    try {
      if (user) {
        const { login: _, ...change } = fields
        const serves_until = user.person_id ? change.serves_until || null : undefined
        await changeUser(user, { ...change, serves_until, receivers: moves ? inOrder(receivers) : undefined })
      } else onCredentials(await createUser(fields))
      await client.invalidateQueries({ queryKey: ['users'] })
      if (user) toast(t('users.saved'))
      onClose()
    } catch (error) {
      setFault({ error, rest: applyProblem(form, error) })
    } finally {
      onBusy(false)
    }
  }
  const needed = (message: string) => [{ required: true, message }]
  return (
    <>
      <Form
        form={form}
        layout="vertical"
        className={styles.form}
        requiredMark={false}
        validateTrigger="onBlur"
        disabled={busy}
        initialValues={
          user && { ...user, organisation_id: user.organisation.id, roles: user.requested_roles ?? user.roles }
        }
        onFinish={save}
      >
        {!user?.person_id && (
          <>
            <div className={styles.pair}>
              <Form.Item name="name" label={t('users.name')} rules={needed(t('users.needName'))}>
                <Input maxLength={40} autoComplete="off" autoFocus={!user} />
              </Form.Item>
              <Form.Item name="login" label={t('users.login')} rules={needed(t('users.needLogin'))}>
                <Input maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} disabled={!!user} />
              </Form.Item>
            </div>
            <Form.Item
              name="organisation_id"
              label={t('users.organisation')}
              rules={needed(t('users.needOrganisation'))}
            >
              <Select
                showSearch={{ optionFilterProp: 'search' }}
                options={organisations?.items.map((each) => ({
                  value: each.id,
                  label: each.name,
                  search: [each.name, each.short_name, ...each.aliases].join(' '),
                }))}
              />
            </Form.Item>
          </>
        )}
        {user?.person_id && (
          <Form.Item name="serves_until" label={t('posts.until')}>
            <DayPicker placeholder={t('posts.open')} />
          </Form.Item>
        )}
        {user && moves && (
          <div className={styles.moving}>
            <p>{t('leaving.moveHint')}</p>
            <Receivers id={user.id} leaving="MOVE" />
          </div>
        )}
        <Form.Item name="post" label={t('users.post')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="roles"
          label={t('users.role')}
          extra={t('users.rolesHint')}
          // Not `required`: antd would put aria-required on the group, where it means nothing.
          rules={[{ validator: atLeastOne(t('users.needRoles')) }]}
        >
          <Checkbox.Group
            className={styles.roles}
            options={roles
              .filter((role) => !user?.person_id || !role.endsWith('_ADMIN'))
              .map((value) => ({ value, label: t(`common:role.${value}`) }))}
          />
        </Form.Item>
      </Form>
      {fault && <ProblemAlert error={fault.error} errors={fault.rest} />}
    </>
  )
}

function atLeastOne(message: string) {
  return async (_: unknown, chosen: readonly unknown[] = []) => {
    if (chosen.length === 0) throw new Error(message)
  }
}

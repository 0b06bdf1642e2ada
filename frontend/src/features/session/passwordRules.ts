// The same two rules the server checks, so that they can be ticked off while typing.
export interface PasswordRules {
  length: boolean
  classes: boolean
}

export function passwordRules(password: string): PasswordRules {
  const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((kind) => kind.test(password))
  return { length: [...password].length >= 10, classes: classes.length >= 3 }
}

export function isStrong(password: string): boolean {
  const rules = passwordRules(password)
  return rules.length && rules.classes
}

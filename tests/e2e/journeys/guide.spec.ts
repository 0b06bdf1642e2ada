// The guide shows what is there: each of its pictures is in the folder, and a scene takes it.
import { readdir } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { scenes } from '../harness/scenes.ts'
import { images, named } from '../pictures/guide.ts'

it('each picture of the guide is there, taken by a scene, and none lies about unused', async () => {
  const wanted = [...(await named())].sort()
  expect((await readdir(images)).sort()).toEqual(wanted)
  const keys = new Set(scenes.map(({ key }) => key))
  expect(wanted.filter((name) => !keys.has(name.replace(/-(desk|phone)\.png$/, '')))).toEqual([])
})

/** Compares screenshots. */
import type { Page } from 'playwright-core'

/** Pixels of a picture that are not compared. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/**
 * The part of the pixels that differ clearly, between 0 and 1; 1 if the sizes differ.
 * @param page any page: its browser decodes the pictures
 * @param without an area that may differ
 */
export function differentPart(page: Page, one: Buffer, two: Buffer, without?: Area): Promise<number> {
  return page.evaluate(
    async ([first, second, skipped]) => {
      const pixels = async (base64: string) => {
        const image = new Image()
        image.src = `data:image/png;base64,${base64}`
        await image.decode()
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
        const context = canvas.getContext('2d')!
        context.drawImage(image, 0, 0)
        if (skipped) context.clearRect(skipped.x, skipped.y, skipped.width, skipped.height)
        return context.getImageData(0, 0, image.width, image.height)
      }
      const [a, b] = [await pixels(first), await pixels(second)]
      if (a.width !== b.width || a.height !== b.height) return 1
      let different = 0
      for (let at = 0; at < a.data.length; at += 4)
        if ([0, 1, 2].some((channel) => Math.abs(a.data[at + channel]! - b.data[at + channel]!) > 32)) different++
      return different / (a.width * a.height)
    },
    [one.toString('base64'), two.toString('base64'), without ?? null] as const,
  )
}

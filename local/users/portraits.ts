import sharp from 'sharp';

/** A portrait that never showed anybody: an oval on a plain ground, drawn from a seed. */
export interface Portrait {
  readonly type: 'image/jpeg' | 'image/png';
  readonly bytes: Buffer;
}

const WIDTH = 200;
const HEIGHT = 260;

type Colour = readonly [red: number, green: number, blue: number];

interface Palette {
  readonly ground: Colour;
  readonly skin: Colour;
  readonly hair: Colour;
  readonly clothes: Colour;
}

const PALETTES: readonly Palette[] = [
  { ground: [198, 214, 222], skin: [224, 182, 150], hair: [62, 44, 36], clothes: [58, 84, 122] },
  { ground: [222, 216, 204], skin: [148, 102, 76], hair: [24, 22, 26], clothes: [132, 62, 58] },
];

/**
 * Draws the same picture for the same number at every start.
 * @param number Which person; people differ in colours and proportions.
 */
export async function drawPortrait(number: number, type: Portrait['type']): Promise<Portrait> {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [red, green, blue] = shade(colourAt(x, y, number), x, y, number);
      data.set([red, green, blue], (y * WIDTH + x) * 3);
    }
  }
  const picture = sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
  const encoded = type === 'image/jpeg' ? picture.jpeg({ quality: 90 }) : picture.png();
  return { type, bytes: await encoded.toBuffer() };
}

function colourAt(x: number, y: number, number: number): Colour {
  const palette = PALETTES[number % PALETTES.length] as Palette;
  const wide = 52 + (number % 3) * 5;
  if (isInside(x, y, 100 - 20, 118, 6, 4) || isInside(x, y, 100 + 20, 118, 6, 4)) return palette.hair;
  if (isInside(x, y, 100, 160, 17, 3 + (number % 2) * 2)) return palette.clothes;
  if (isInside(x, y, 100, 126, wide, 68) && y > 84) return palette.skin;
  if (isInside(x, y, 100, 112, wide + 10, 72) && y < 150) return palette.hair;
  if (isInside(x, y, 100, 275, 92, 80)) return palette.clothes;
  return palette.ground;
}

function isInside(x: number, y: number, centreX: number, centreY: number, radiusX: number, radiusY: number): boolean {
  return ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2 <= 1;
}

/** A little grain, so that the file has the size of a picture and not of a drawing. */
function shade(colour: Colour, x: number, y: number, number: number): Colour {
  const grain = ((x * 73 + y * 151 + number * 37) ** 2 % 17) - 8;
  const channel = (value: number) => Math.max(0, Math.min(255, value + grain));
  return [channel(colour[0]), channel(colour[1]), channel(colour[2])];
}

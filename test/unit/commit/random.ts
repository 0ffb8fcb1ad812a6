/** A small generator of numbers from a seed, so that a failing case can be drawn again. */
export function randomFrom(seed: number): (below: number) => number {
  let state = (seed + 1) * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) ^ (state >>> 13)) >>> 0;
    state = (state + 0x9e3779b9) >>> 0;
    return below <= 0 ? 0 : state % below;
  };
}

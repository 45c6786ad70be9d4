import { readonly, ref, type Ref } from 'vue';

const nowMs = ref(Date.now());
let offsetMs = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  nowMs.value = Date.now() - offsetMs;
}

/** Starts the one clock that every age on the page follows, once a second. Returns how to stop it. */
export function startNow(): () => void {
  tick();
  timer ??= setInterval(tick, 1000);
  return () => {
    clearInterval(timer);
    timer = undefined;
  };
}

/** How far this machine's clock is ahead of the server's, in milliseconds: ages are told in the server's time. */
export function setClockOffset(ms: number): void {
  offsetMs = ms;
  tick();
}

/** Milliseconds since the epoch by the server's clock, ticking. */
export function useNow(): Readonly<Ref<number>> {
  return readonly(nowMs);
}

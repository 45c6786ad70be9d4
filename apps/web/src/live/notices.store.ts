import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { Tone } from '../ui/tone.js';

export interface Notice {
  id: number;
  tone: Tone;
  text: string;
}

/** How long a notice stays that reports no failure. */
const shownMs = 6000;

/** Notices about what the user did, and the sentence that screen readers are told about changes of state. */
export const useNoticesStore = defineStore('notices', () => {
  const notices = ref<Notice[]>([]);
  const announcement = ref('');
  let lastId = 0;

  function close(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }
  /** Shows a notice. A failure stays until it is closed. */
  function show(tone: Tone, text: string): void {
    const id = ++lastId;
    notices.value = [...notices.value, { id, tone, text }].slice(-4);
    if (tone !== 'critical') setTimeout(() => close(id), shownMs);
  }
  /** Says a change of state to screen readers. */
  function announce(text: string): void {
    announcement.value = text;
  }

  return { notices, announcement, show, close, announce };
});

/** The screen that waits for the next visitor: six tiles. */
import type { Offices } from "../types";
import { JOBS, type Job } from "./jobs";

export function Home({ offices, onChoose }: { offices: Offices | null; onChoose(job: Job): void }) {
  return (
    <main className="home" aria-label="选一件事">
      <div className="home-note">
        <p>这里是电脑程序，不是工作人员，也不是律师。填好的是草稿，递交以后才算申请。</p>
        <p>有危险打 110，要急救打 120。{offices && `窗口上班时间：${offices.hours}。`}</p>
        <p>用完请按“结束并清除”。一分钟没有人按，机器会自己清除。</p>
      </div>
      <div>
      <p className="home-ask">您想办哪件事？请点一下。</p>
      <div className="tiles">
        {JOBS.map((job) => (
          <button key={job.id} type="button" className="tile" onClick={() => onChoose(job)} data-testid={`tile-${job.id}`}>
            <strong>{job.title}</strong>
            <span>{job.about}</span>
          </button>
        ))}
      </div>
      </div>
    </main>
  );
}

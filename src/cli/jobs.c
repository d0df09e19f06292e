#include "cli/jobs.h"

#include <pthread.h>
#include <stdlib.h>

#include "cli/input.h"
#include "cli/message.h"

enum { AHEAD = 4 }; /* documents a worker, that may be done before the first of them is fetched */

typedef struct slot {
    job job;
    bool done;
} slot;

struct jobs {
    const char *const *file;
    size_t count;
    const dcx_pack *pack;
    const dcx_options *reading;
    dcx_handler wanted;
    pthread_mutex_t lock;
    pthread_cond_t room, done;
    size_t begun, fetched; /* how many documents were; those between stand in slot[number % slots] */
    size_t ready;          /* how many of those are done */
    bool fetching, stop;   /* fetching: the caller holds one */
    slot *slot;
    size_t slots;
    pthread_t *thread;
    size_t threads;
};

static void read_job(const jobs *j, dcx_reader *reader, const char *file, job *to) {
    input in;
    to->unread = !reader || !input_try(&in, file);
    if (to->unread)
        return;
    to->unread = !j->reading->input_format && dcx_is_archive(in.bytes, in.size);
    if (to->unread) {
        input_free(&in);
        return;
    }
    to->size = in.size;
    to->counts = (dcx_counts){0};
    const dcx_handler recorder = tape_recorder(&to->tape, &j->wanted);
    to->status = input_records(&in, j->pack, reader, file, &recorder, &to->counts, &to->error);
    input_free(&in);
}

/* The number of the next document that nobody has begun; j->count where there is none. */
static size_t begin_next(jobs *j) {
    (void)pthread_mutex_lock(&j->lock);
    while (!j->stop && j->begun < j->count && j->begun - j->fetched >= j->slots)
        (void)pthread_cond_wait(&j->room, &j->lock);
    size_t number = j->stop ? j->count : j->begun;
    j->begun += number < j->count;
    (void)pthread_mutex_unlock(&j->lock);
    return number;
}

/* The caller fetches documents in their order. It is woken where the next one is done and half of the slots are, so
 * that it does not sleep after each. */
static void finish(jobs *j, size_t number) {
    (void)pthread_mutex_lock(&j->lock);
    j->slot[number % j->slots].done = true;
    j->ready++;
    bool many = 2 * j->ready >= j->slots || j->begun == j->count;
    bool wake = many && j->slot[j->fetched % j->slots].done;
    (void)pthread_mutex_unlock(&j->lock);
    if (wake)
        (void)pthread_cond_signal(&j->done);
}

static void *work(void *data) {
    jobs *j = data;
    dcx_reader *reader;
    dcx_error error;
    if (dcx_reader_open(&reader, j->pack, j->reading, NULL, &error))
        reader = NULL; /* the caller will say why when it reads the documents itself */
    for (size_t i; (i = begin_next(j)) < j->count;) {
        read_job(j, reader, j->file[i], &j->slot[i % j->slots].job);
        finish(j, i);
    }
    dcx_reader_free(reader);
    return NULL;
}

jobs *jobs_start(size_t workers, const char *const *files, size_t count, const dcx_pack *pack,
                 const dcx_options *reading, const dcx_handler *wanted) {
    jobs *j = need(NULL, sizeof *j);
    *j = (jobs){.file = files, .count = count, .pack = pack, .reading = reading, .wanted = *wanted};
    j->slots = workers * AHEAD;
    j->slot = need(NULL, j->slots * sizeof *j->slot);
    for (size_t i = 0; i < j->slots; i++)
        j->slot[i] = (slot){.done = false};
    j->thread = need(NULL, workers * sizeof *j->thread);
    (void)pthread_mutex_init(&j->lock, NULL);
    (void)pthread_cond_init(&j->room, NULL);
    (void)pthread_cond_init(&j->done, NULL);
    while (j->threads < workers && !pthread_create(&j->thread[j->threads], NULL, work, j))
        j->threads++;
    if (j->threads)
        return j;
    jobs_stop(j);
    return NULL;
}

const job *jobs_next(jobs *j) {
    (void)pthread_mutex_lock(&j->lock);
    if (j->fetching) {
        slot *last = &j->slot[j->fetched++ % j->slots];
        tape_clear(&last->job.tape);
        last->done = false;
        j->ready--;
        (void)pthread_cond_broadcast(&j->room);
    }
    slot *s = &j->slot[j->fetched % j->slots];
    while (!s->done)
        (void)pthread_cond_wait(&j->done, &j->lock);
    j->fetching = true;
    (void)pthread_mutex_unlock(&j->lock);
    return &s->job;
}

void jobs_stop(jobs *j) {
    if (!j)
        return;
    (void)pthread_mutex_lock(&j->lock);
    j->stop = true;
    (void)pthread_cond_broadcast(&j->room);
    (void)pthread_mutex_unlock(&j->lock);
    for (size_t i = 0; i < j->threads; i++)
        (void)pthread_join(j->thread[i], NULL);
    for (size_t i = 0; i < j->slots; i++)
        tape_free(&j->slot[i].job.tape);
    (void)pthread_mutex_destroy(&j->lock);
    (void)pthread_cond_destroy(&j->room);
    (void)pthread_cond_destroy(&j->done);
    free(j->thread);
    free(j->slot);
    free(j);
}

import pytest, sys, traceback
sys.path.insert(0,'/work/main')
from tests.test_exactly_once import *
from tests.test_exactly_once import _prepared,_world
from tests.kills import *
async def test_probe(bases):
    stage = await _prepared(bases, BY_NAME["a press moves a deal"])
    once, n = await stage.once()
    print("N", n)
    for at in range(1, n+1):
        async with stage.world() as world:
            async with world.database.writer.connect() as connection:
                await connection.exec_driver_sql("PRAGMA busy_timeout = 1")
            m = Mortal(world.pipeline.handle(stage.event), Life(at))
            life=m.life
            # record stack at kill
            stack=[]
            orig=life.ends_here
            def ends():
                r=orig()
                if r and not stack:
                    c=m.coroutine
                    while c is not None:
                        f=getattr(c,'cr_frame',None) or getattr(c,'gi_frame',None)
                        if f: stack.append(f"{f.f_code.co_filename.split('/')[-1]}:{f.f_lineno}:{f.f_code.co_name}")
                        c=getattr(c,'cr_await',None) or getattr(c,'gi_yieldfrom',None)
                return r
            life.ends_here=ends
            try:
                await m
            except asyncio.CancelledError: pass
            try:
                w=_world(world.database)
                async with world.database.writer.connect() as c:
                    await c.exec_driver_sql("PRAGMA busy_timeout = 1")
                await w.pipeline.handle(stage.event)
                ok=(await snapshot(world.database))==once
            except Exception as e:
                ok=repr(e)[:100]
            if ok is not True:
                print(at, ok, stack)

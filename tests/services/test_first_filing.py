from tests.world import World


def test_smoke(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    assert filed.status == "recorded"
    assert world.holders(right) == {bob.party: "1"}
    cn = world.cn_right(alice)
    filed = world.file(alice, "assignment", world.sale(cn, alice, bob))
    assert filed.status == "lodged"
